// SPDX-License-Identifier: GPL-3.0-only
#include "ui/reservations_page/reservations_model.h"

#include <tuple>

namespace holdfast {

/// What one apply() does, in this order: rows go, holds change or end, rows come.
struct ReservationsModel::Edits
{
    std::vector<int> leaving;
    std::vector<int> changed;
    std::vector<std::pair<Hold *, const HoldChange *>> updates;
    std::vector<ReservationId> ended;
    std::vector<Hold *> arriving;
};

namespace {

/// Soonest possible end first, whatever the time: a hold whose clock stands still is as far away as its
/// sale's end, and without one behind all others, where the one with the least left is first.
std::tuple<Instant, std::chrono::microseconds, ReservationId> placeOf(const Reservation &reservation)
{
    return {reservation.expiresAt, reservation.frozenLeft.value_or(std::chrono::microseconds::zero()),
            reservation.id};
}

bool movesTo(const Reservation &from, const Reservation &to)
{
    return placeOf(from) != placeOf(to);
}

/// The name may be missing when it was told before.
void updateHold(Hold &hold, const HoldChange &change)
{
    hold.reservation = change.reservation;
    if (!change.username.isEmpty())
        hold.username = change.username;
}

} // namespace

ReservationsModel::ReservationsModel(const Catalogue &catalogue, const ServerClock &clock, QObject *parent)
    : OrderedTableModel(parent)
    , m_catalogue(catalogue)
    , m_clock(clock)
{
}

ReservationsModel::~ReservationsModel() = default;

bool ReservationsModel::isBefore(Hold *const &left, Hold *const &right) const
{
    return placeOf(left->reservation) < placeOf(right->reservation);
}

bool ReservationsModel::isKnownActive(const ReservationId &id) const
{
    if (const auto pending = m_pending.constFind(id); pending != m_pending.cend())
        return pending->reservation.status == ReservationStatus::Active;
    return !m_isSnapshotPending && m_holds.contains(id);
}

void ReservationsModel::rememberEnded(const ReservationId &id)
{
    if (m_ended.contains(id))
        return;
    m_ended.insert(id);
    m_endedInOrder.push_back(id);
    if (std::ssize(m_endedInOrder) > endedMax) {
        m_ended.remove(m_endedInOrder.front());
        m_endedInOrder.pop_front();
    }
}

void ReservationsModel::gather(const std::vector<HoldChange> &changes, bool isSnapshot)
{
    if (isSnapshot) {
        m_pending.clear();
        m_ended.clear();
        m_endedInOrder.clear();
        m_touched.clear();
        m_activeCount = 0;
        m_isSnapshotPending = true;
    }
    for (const HoldChange &change : changes)
        gatherOne(change);
}

void ReservationsModel::gatherOne(const HoldChange &change)
{
    const ReservationId id = change.reservation.id;
    const bool isActive = change.reservation.status == ReservationStatus::Active;
    if (isActive && m_ended.contains(id))
        return;
    m_activeCount += int(isActive) - int(isKnownActive(id));
    if (!isActive)
        rememberEnded(id);
    const auto pending = m_pending.find(id);
    if (pending == m_pending.end()) {
        m_pending.insert(id, change);
    } else {
        pending->reservation = change.reservation;
        if (!change.username.isEmpty())
            pending->username = change.username;
    }
    const auto hold = m_isFrozen ? m_holds.find(id) : m_holds.end();
    if (hold != m_holds.end() && hold->second.row >= 0)
        m_touched.push_back(hold->second.row);
}

void ReservationsModel::apply()
{
    if (m_isSnapshotPending)
        return applySnapshot();
    if (m_isFrozen)
        return applyFrozen();
    if (m_pending.isEmpty())
        return;
    Edits edits;
    for (const HoldChange &change : std::as_const(m_pending))
        sortIntoEdits(change, edits);
    perform(edits);
    m_pending.clear();
}

void ReservationsModel::applySnapshot()
{
    std::unordered_map<ReservationId, Hold, IdHash> holds;
    std::vector<Hold *> shown;
    for (const HoldChange &change : std::as_const(m_pending)) {
        if (change.reservation.status != ReservationStatus::Active)
            continue;
        Hold &hold =
            holds.emplace(change.reservation.id, Hold{change.reservation, change.username}).first->second;
        if (matches(hold))
            shown.push_back(&hold);
    }
    std::ranges::sort(shown, [this](Hold *left, Hold *right) { return isBefore(left, right); });
    // The old holds live until the views have let their rows go.
    m_holds.swap(holds);
    m_pending.clear();
    m_isSnapshotPending = false;
    resetRows(std::move(shown));
    renumber();
}

void ReservationsModel::applyFrozen()
{
    tellChanged(std::exchange(m_touched, {}));
}

void ReservationsModel::sortIntoEdits(const HoldChange &change, Edits &edits)
{
    const bool isActive = change.reservation.status == ReservationStatus::Active;
    const auto known = m_holds.find(change.reservation.id);
    if (known == m_holds.end()) {
        if (!isActive)
            return;
        Hold &hold =
            m_holds.emplace(change.reservation.id, Hold{change.reservation, change.username}).first->second;
        if (matches(hold))
            edits.arriving.push_back(&hold);
        return;
    }
    Hold &hold = known->second;
    const bool moves = !isActive || movesTo(hold.reservation, change.reservation);
    if (hold.row >= 0)
        (moves ? edits.leaving : edits.changed).push_back(hold.row);
    if (!isActive)
        return edits.ended.push_back(change.reservation.id);
    edits.updates.emplace_back(&hold, &change);
}

void ReservationsModel::perform(Edits &edits)
{
    // Rows that only change are told first: their numbers hold until rows go.
    std::erase_if(edits.updates, [&](const auto &update) {
        const auto [hold, change] = update;
        if (movesTo(hold->reservation, change->reservation))
            return false;
        updateHold(*hold, *change);
        if (hold->row < 0 && matches(*hold))
            edits.arriving.push_back(hold);
        return true;
    });
    tellChanged(std::move(edits.changed));
    removeRowsAt(std::move(edits.leaving));
    for (const auto &[hold, change] : edits.updates) {
        updateHold(*hold, *change);
        if (matches(*hold))
            edits.arriving.push_back(hold);
    }
    for (const ReservationId &id : edits.ended)
        m_holds.erase(id);
    insertInOrder(std::move(edits.arriving));
    renumber();
}

void ReservationsModel::renumber()
{
    for (size_t row = 0; row < rows().size(); ++row)
        rows()[row]->row = static_cast<int>(row);
}

void ReservationsModel::setFrozen(bool isFrozen)
{
    if (m_isFrozen == isFrozen)
        return;
    m_isFrozen = isFrozen;
    m_touched.clear();
    if (!isFrozen)
        apply();
}

void ReservationsModel::setFilter(const HoldFilter &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    refilter();
}

void ReservationsModel::refreshProducts()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, ProductColumn), index(rowCount() - 1, ProductColumn));
    if (!m_filter.text.isEmpty() && !m_isFrozen)
        refilter();
}

void ReservationsModel::refilter()
{
    Edits edits;
    for (auto &[id, hold] : m_holds) {
        const bool isShown = hold.row >= 0;
        if (matches(hold) == isShown)
            continue;
        if (isShown)
            edits.leaving.push_back(std::exchange(hold.row, -1));
        else
            edits.arriving.push_back(&hold);
    }
    perform(edits);
}

bool ReservationsModel::matches(const Hold &hold) const
{
    if (m_filter.product && hold.reservation.product != *m_filter.product)
        return false;
    return m_filter.text.isEmpty() || hold.username.contains(m_filter.text, Qt::CaseInsensitive)
        || m_catalogue.nameOf(hold.reservation.product).contains(m_filter.text, Qt::CaseInsensitive)
        || hold.reservation.id.text().contains(m_filter.text, Qt::CaseInsensitive);
}

int ReservationsModel::activeCountOf(const QSet<ProductId> &products) const
{
    int count = 0;
    for (const HoldChange &news : m_pending)
        count += int(news.reservation.status == ReservationStatus::Active
                     && products.contains(news.reservation.product));
    if (m_isSnapshotPending)
        return count;
    for (const auto &[id, hold] : m_holds)
        count += int(!m_pending.contains(id) && products.contains(hold.reservation.product));
    return count;
}

int ReservationsModel::rowOf(ReservationId id) const
{
    const auto hold = m_holds.find(id);
    return hold == m_holds.end() ? -1 : hold->second.row;
}

} // namespace holdfast
