// SPDX-License-Identifier: GPL-3.0-only
#include "live/change_feed.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace holdfast {

namespace {

// More is sorted out at once, so that a tap which nobody reads holds each thing once.
constexpr size_t unsortedHoldsMax = 20'000;
constexpr size_t unsortedSetsMax = 2'000;

template <typename Key, typename Value>
std::vector<Value> valuesOf(const QHash<Key, Value> &hash)
{
    return {hash.cbegin(), hash.cend()};
}

// Two lanes' threads may publish out of order: the version decides, not the arrival.
void keepNewest(QHash<ProductId, StockState> &stocks, const StockState &state)
{
    const auto known = stocks.constFind(state.product);
    if (known == stocks.cend() || known->stockVersion <= state.stockVersion)
        stocks.insert(state.product, state);
}

void keepNewest(QHash<SaleId, Sale> &sales, const Sale &sale)
{
    const auto known = sales.constFind(sale.id);
    if (known == sales.cend() || known->version <= sale.version)
        sales.insert(sale.id, sale);
}

void keepNewest(QHash<ProductId, Product> &products, const Product &product)
{
    const auto known = products.constFind(product.id);
    if (known == products.cend() || known->version < product.version
        || (known->version == product.version && known->stockVersion <= product.stockVersion))
        products.insert(product.id, product);
}

// Whatever order the news comes in: a final state never turns active again, and what was decided later holds.
// (The end of a hold moves back as well, when a pause is over that had stopped its clock.)
bool isOlder(const HoldChange &news, const HoldChange &known)
{
    if (news.reservation.status != ReservationStatus::Active)
        return false;
    return known.reservation.status != ReservationStatus::Active
        || std::tie(news.decidedAt, news.reservation.expiresAt)
        < std::tie(known.decidedAt, known.reservation.expiresAt);
}

void keepLatest(QHash<ReservationId, HoldChange> &holds, const HoldChange &change)
{
    const auto known = holds.find(change.reservation.id);
    if (known == holds.end()) {
        holds.insert(change.reservation.id, change);
        return;
    }
    if (!isOlder(change, *known)) {
        known->reservation = change.reservation;
        known->decidedAt = change.decidedAt;
    }
    if (!change.username.isEmpty())
        known->username = change.username;
}

} // namespace

// Publishers wait while the lock is held: what was gathered is only taken away under it, and sorted out
// afterwards.
GatheredChanges FeedTap::take()
{
    const auto gathered = takeGathered();
    GatheredChanges taken{.changes = {.stocks = valuesOf(gathered.stocks),
                                      .products = valuesOf(gathered.products),
                                      .archivedProducts = {gathered.archivedProducts.cbegin(),
                                                           gathered.archivedProducts.cend()},
                                      .sales = valuesOf(gathered.sales),
                                      .holds = valuesOf(gathered.holds),
                                      .purchases = {gathered.purchases.cbegin(), gathered.purchases.cend()}},
                          .service = gathered.service,
                          .isSnapshot = gathered.isSnapshot,
                          .age = {}};
    if (gathered.confirmed) {
        taken.age = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now()
                                                                          - *gathered.confirmed);
    }
    return taken;
}

FeedTap::Gathered FeedTap::takeGathered()
{
    std::vector<SharedChanges> unsorted;
    size_t unsortedHolds = 0;
    Gathered taken;
    {
        const std::lock_guard lock(m_mutex);
        unsorted = std::exchange(m_unsorted, {});
        unsortedHolds = std::exchange(m_unsortedHolds, 0);
        taken = std::exchange(m_gathered, {});
        m_gathered.confirmed = taken.confirmed;
    }
    taken.holds.reserve(taken.holds.size() + static_cast<qsizetype>(unsortedHolds));
    for (const auto &changes : unsorted)
        taken.add(*changes);
    return taken;
}

void FeedTap::gather(const SharedChanges &changes)
{
    const std::lock_guard lock(m_mutex);
    if (m_scope == Scope::Stock)
        return sortOut(*changes);
    m_unsorted.push_back(changes);
    m_unsortedHolds += changes->holds.size();
    if (m_unsortedHolds <= unsortedHoldsMax && m_unsorted.size() <= unsortedSetsMax)
        return;
    for (const auto &each : std::exchange(m_unsorted, {}))
        sortOut(*each);
    m_unsortedHolds = 0;
}

void FeedTap::restart(const ChangeSet &snapshot, const ChangeSet &since)
{
    const std::lock_guard lock(m_mutex);
    m_unsorted.clear();
    m_unsortedHolds = 0;
    m_gathered = {.service = m_gathered.service, .isSnapshot = true, .confirmed = m_gathered.confirmed};
    sortOut(snapshot);
    sortOut(since);
}

void FeedTap::sortOut(const ChangeSet &changes)
{
    if (m_scope == Scope::Stock)
        m_gathered.addStock(changes);
    else
        m_gathered.add(changes);
}

void FeedTap::Gathered::add(const ChangeSet &changes)
{
    addStock(changes);
    for (const auto &hold : changes.holds)
        keepLatest(holds, hold);
    for (const auto &purchase : changes.purchases)
        addPurchase(purchase);
}

void FeedTap::Gathered::addStock(const ChangeSet &changes)
{
    for (const auto &stock : changes.stocks)
        keepNewest(stocks, stock);
    // One that is archived and restored within a beat is there at its end, and the other way round.
    for (const auto &product : changes.products) {
        keepNewest(products, product);
        archivedProducts.remove(product.id);
    }
    for (const auto &sale : changes.sales)
        keepNewest(sales, sale);
    for (const auto product : changes.archivedProducts) {
        archivedProducts.insert(product);
        products.remove(product);
        stocks.remove(product);
    }
}

// One that was published while a snapshot was read may be in both.
void FeedTap::Gathered::addPurchase(const Purchase &purchase)
{
    const auto known = purchased.size();
    purchased.insert(purchase.reservation);
    if (purchased.size() == known)
        return;
    purchases.push_back(purchase);
    if (purchases.size() > purchasesMax) {
        purchased.remove(purchases.front().reservation);
        purchases.pop_front();
    }
}

void FeedTap::gather(const ServiceState &state)
{
    const std::lock_guard lock(m_mutex);
    m_gathered.service = state;
}

void FeedTap::confirm(std::chrono::steady_clock::time_point when)
{
    const std::lock_guard lock(m_mutex);
    m_gathered.confirmed = when;
}

ChangeFeed::ChangeFeed() = default;
ChangeFeed::~ChangeFeed() = default;

std::shared_ptr<FeedTap> ChangeFeed::tap(FeedTap::Scope scope)
{
    auto tap = std::make_shared<FeedTap>(scope);
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

void ChangeFeed::publish(ChangeSet changes)
{
    const auto now = std::chrono::steady_clock::now();
    const auto shared = std::make_shared<const ChangeSet>(std::move(changes));
    forEachTap([&](FeedTap &tap) {
        tap.gather(shared);
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
