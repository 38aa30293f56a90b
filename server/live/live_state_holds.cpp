// SPDX-License-Identifier: GPL-3.0-only
// Holds and purchases: what is private news, and who bought last.
#include "live/live_state.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr size_t boughtMax = 8 * FeedTap::purchasesMax;

HoldNews::What endOf(ReservationStatus status)
{
    return status == ReservationStatus::Expired ? HoldNews::What::Expired : HoldNews::What::Cancelled;
}

} // namespace

void LiveState::takeHolds(const GatheredChanges &gathered, Instant now)
{
    const bool isFirst = gathered.isSnapshot && !m_hasHistory;
    m_hasHistory |= gathered.isSnapshot;
    for (const auto &purchase : gathered.changes.purchases)
        takePurchase(purchase, isFirst);
    if (isFirst) {
        for (const auto &change : gathered.changes.holds) {
            if (change.reservation.status == ReservationStatus::Active)
                m_holds.insert(change.reservation.id, change.reservation);
        }
        return;
    }
    if (gathered.isSnapshot)
        endAbsentHolds(gathered, now);
    for (const auto &change : gathered.changes.holds)
        takeHold(change);
}

void LiveState::takeHold(const HoldChange &change)
{
    const auto &hold = change.reservation;
    if (hold.status == ReservationStatus::Active) {
        const bool isNew = !m_holds.contains(hold.id);
        if (!isNew || m_holds.size() < holdsMax)
            m_holds.insert(hold.id, hold);
        // One that was bought in this very beat is not told of as held.
        if (isNew && !m_bought.contains(hold.id))
            m_beat.news.emplace_back(HoldNews{HoldNews::What::Created, hold});
        return;
    }
    m_holds.remove(hold.id);
    // Bought is told by its purchase.
    if (hold.status != ReservationStatus::Consumed)
        m_beat.news.emplace_back(HoldNews{endOf(hold.status), hold});
}

// A snapshot has active holds only: those of ours that are not in it were ended by another server. How, it
// does not say; what was bought is among the purchases, and time tells the rest.
void LiveState::endAbsentHolds(const GatheredChanges &gathered, Instant now)
{
    const auto &holds = gathered.changes.holds;
    if (static_cast<qsizetype>(holds.size()) >= holdsMax)
        return; // cut off: what is absent may still be there
    QSet<ReservationId> present;
    for (const auto &change : holds)
        present.insert(change.reservation.id);
    const auto known = m_holds.values();
    for (auto hold : known) {
        if (present.contains(hold.id))
            continue;
        m_holds.remove(hold.id);
        if (m_bought.contains(hold.id))
            continue;
        hold.status = hold.statusAt(now) == ReservationStatus::Expired ? ReservationStatus::Expired
                                                                       : ReservationStatus::Cancelled;
        m_beat.news.emplace_back(HoldNews{endOf(hold.status), hold});
    }
}

void LiveState::takePurchase(const Purchase &purchase, bool isOld)
{
    if (m_bought.contains(purchase.reservation))
        return;
    m_bought.insert(purchase.reservation);
    m_boughtInOrder.push_back(purchase.reservation);
    if (m_boughtInOrder.size() > boughtMax) {
        m_bought.remove(m_boughtInOrder.front());
        m_boughtInOrder.pop_front();
    }
    if (!isOld)
        m_beat.news.emplace_back(PurchaseCompleted{purchase});
    if (!m_products.contains(purchase.product))
        return;
    auto &latest = m_latest[purchase.product];
    const auto isNewer = [&purchase](const Purchase &known) {
        return known.purchasedAt <= purchase.purchasedAt;
    };
    latest.insert(std::ranges::find_if(latest, isNewer), purchase);
    if (latest.size() > purchasersShown)
        latest.pop_back();
    m_activities.insert(purchase.product);
}

} // namespace holdfast
