// SPDX-License-Identifier: GPL-3.0-only
#include "live/change_feed.h"

#include <algorithm>

namespace holdfast {

namespace {

template <typename Key, typename Value>
std::vector<Value> takeValues(QHash<Key, Value> &hash)
{
    std::vector<Value> values(hash.cbegin(), hash.cend());
    hash.clear();
    return values;
}

// Two lanes' threads may publish out of order: the version decides, not the arrival.
void keepNewest(QHash<ProductId, StockState> &stocks, const StockState &state)
{
    const auto known = stocks.constFind(state.product);
    if (known == stocks.cend() || known->stockVersion <= state.stockVersion)
        stocks.insert(state.product, state);
}

void keepNewest(QHash<ProductId, Product> &products, const Product &product)
{
    const auto known = products.constFind(product.id);
    if (known == products.cend() || known->version <= product.version)
        products.insert(product.id, product);
}

// A final state never turns active again, whatever order the news comes in.
void keepLatest(QHash<ReservationId, HoldChange> &holds, const HoldChange &change)
{
    const auto known = holds.find(change.reservation.id);
    if (known == holds.end()) {
        holds.insert(change.reservation.id, change);
        return;
    }
    const bool goesBack = known->reservation.status != ReservationStatus::Active
        && change.reservation.status == ReservationStatus::Active;
    if (goesBack)
        return;
    known->reservation = change.reservation;
    if (!change.username.isEmpty())
        known->username = change.username;
}

} // namespace

GatheredChanges FeedTap::take()
{
    const std::lock_guard lock(m_mutex);
    GatheredChanges gathered;
    gathered.changes.stocks = takeValues(m_stocks);
    gathered.changes.products = takeValues(m_products);
    gathered.changes.archivedProducts = std::exchange(m_archivedProducts, {});
    gathered.changes.sales = takeValues(m_sales);
    gathered.changes.holds = takeValues(m_holds);
    gathered.changes.purchases = std::exchange(m_purchases, {});
    gathered.service = std::exchange(m_service, std::nullopt);
    gathered.isSnapshot = std::exchange(m_isSnapshot, false);
    if (m_confirmed) {
        gathered.age = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now()
                                                                             - *m_confirmed);
    }
    return gathered;
}

void FeedTap::gather(const ChangeSet &changes)
{
    const std::lock_guard lock(m_mutex);
    gatherLocked(changes);
}

void FeedTap::restart(const ChangeSet &snapshot, const ChangeSet &since)
{
    const std::lock_guard lock(m_mutex);
    m_stocks.clear();
    m_products.clear();
    m_archivedProducts.clear();
    m_sales.clear();
    m_holds.clear();
    m_purchases.clear();
    m_isSnapshot = true;
    gatherLocked(snapshot);
    gatherLocked(since);
}

void FeedTap::gatherLocked(const ChangeSet &changes)
{
    for (const auto &stock : changes.stocks)
        keepNewest(m_stocks, stock);
    for (const auto &product : changes.products)
        keepNewest(m_products, product);
    for (const auto &sale : changes.sales)
        m_sales.insert(sale.id, sale);
    for (const auto &hold : changes.holds)
        keepLatest(m_holds, hold);
    m_archivedProducts.insert(m_archivedProducts.end(), changes.archivedProducts.begin(),
                              changes.archivedProducts.end());
    m_purchases.insert(m_purchases.end(), changes.purchases.begin(), changes.purchases.end());
    if (m_purchases.size() > purchasesMax)
        m_purchases.erase(m_purchases.begin(), m_purchases.end() - purchasesMax);
}

void FeedTap::gather(const ServiceState &state)
{
    const std::lock_guard lock(m_mutex);
    m_service = state;
}

void FeedTap::confirm(std::chrono::steady_clock::time_point when)
{
    const std::lock_guard lock(m_mutex);
    m_confirmed = when;
}

ChangeFeed::ChangeFeed() = default;
ChangeFeed::~ChangeFeed() = default;

std::shared_ptr<FeedTap> ChangeFeed::tap()
{
    auto tap = std::make_shared<FeedTap>();
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_taps, [](const std::weak_ptr<FeedTap> &weak) { return weak.expired(); });
    m_taps.push_back(tap);
    tap->gather(m_service);
    return tap;
}

template <typename Action>
void ChangeFeed::forEachTap(Action action)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &weak : m_taps) {
        if (const auto tap = weak.lock())
            action(*tap);
    }
}

void ChangeFeed::publish(const ChangeSet &changes)
{
    const auto now = std::chrono::steady_clock::now();
    forEachTap([&](FeedTap &tap) {
        tap.gather(changes);
        tap.confirm(now);
    });
}

void ChangeFeed::publishSnapshot(const ChangeSet &everything, FeedTap &during)
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    const ChangeSet since = during.take().changes;
    for (const auto &weak : m_taps) {
        const auto tap = weak.lock();
        if (!tap || tap.get() == &during)
            continue;
        tap->restart(everything, since);
        tap->confirm(now);
    }
}

void ChangeFeed::confirmFresh()
{
    const auto now = std::chrono::steady_clock::now();
    forEachTap([&](FeedTap &tap) { tap.confirm(now); });
}

void ChangeFeed::updateService(const std::function<void(ServiceState &)> &change)
{
    const std::lock_guard lock(m_mutex);
    change(m_service);
    for (const auto &weak : m_taps) {
        if (const auto tap = weak.lock())
            tap->gather(m_service);
    }
}

} // namespace holdfast
