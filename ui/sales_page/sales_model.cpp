// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sales_model.h"

#include <limits>

namespace holdfast {

namespace {

constexpr qint64 lastPlace = std::numeric_limits<qint64>::max();

qint64 momentOr(const std::optional<Instant> &instant, qint64 otherwise)
{
    return instant ? toMicroseconds(*instant) : otherwise;
}

/// What an operator may have to act on stands above what is over.
std::tuple<int, qint64, qint64> placeOf(const Sale &sale, SalePhase phase)
{
    const qint64 id = sale.id.number();
    switch (phase) {
    case SalePhase::Live:
    case SalePhase::Paused:
        return {0, momentOr(sale.endsAt, lastPlace), id};
    case SalePhase::Scheduled:
        return {1, momentOr(sale.startsAt, lastPlace), id};
    case SalePhase::Draft:
        return {2, 0, -id};
    case SalePhase::Ended:
        return {3, -momentOr(sale.endsAt, 0), -id};
    case SalePhase::Cancelled:
        return {4, -momentOr(sale.cancelledAt, 0), -id};
    }
    Q_UNREACHABLE();
}

bool looksTheSame(const SaleRow &left, const SaleRow &right)
{
    return left.sale == right.sale && left.phase == right.phase && left.stock == right.stock;
}

} // namespace

SalesModel::SalesModel(const Catalogue &catalogue, const ServerClock &clock, QObject *parent)
    : OrderedTableModel(parent)
    , m_catalogue(catalogue)
    , m_clock(clock)
{
}

bool SalesModel::isBefore(SaleRow *const &left, SaleRow *const &right) const
{
    return left->place < right->place;
}

void SalesModel::gather(const std::vector<Sale> &sales, bool isSnapshot)
{
    if (isSnapshot) {
        m_pending.clear();
        m_isSnapshotPending = true;
    }
    for (const Sale &sale : sales) {
        const auto pending = m_pending.constFind(sale.id);
        if (pending == m_pending.cend() || pending->version <= sale.version)
            m_pending.insert(sale.id, sale);
    }
}

SaleRow SalesModel::lookAt(const Sale &known, Instant now) const
{
    const auto pending = m_pending.constFind(known.id);
    const bool isNews =
        pending != m_pending.cend() && (m_isSnapshotPending || pending->version >= known.version);
    SaleRow row{.sale = isNews ? *pending : known, .stock = m_stocks.value(known.id), .place = {}};
    row.phase = row.sale.phaseAt(now);
    row.place = placeOf(row.sale, row.phase);
    return row;
}

void SalesModel::apply()
{
    const auto now = m_clock.now();
    if (!now)
        return;
    if (std::exchange(m_isStockPending, false))
        m_stocks = stockOfSales(m_catalogue);
    std::vector<int> leaving;
    std::vector<int> changed;
    std::vector<SaleRow *> moving;
    std::vector<SaleId> gone;
    for (int row = 0; row < rowCount(); ++row) {
        SaleRow &shown = *at(row);
        if (isGone(shown.sale.id)) {
            leaving.push_back(row);
            gone.push_back(shown.sale.id);
            continue;
        }
        const SaleRow fresh = lookAt(shown.sale, *now);
        const bool isMoving = fresh.place != shown.place;
        if (!isMoving && looksTheSame(fresh, shown))
            continue;
        (isMoving ? leaving : changed).push_back(row);
        if (isMoving)
            moving.push_back(&shown);
        shown = fresh;
    }
    tellChanged(std::move(changed));
    removeRowsAt(std::move(leaving));
    for (const SaleId id : gone)
        m_sales.erase(id);
    std::ranges::move(takeInNew(*now), std::back_inserter(moving));
    insertInOrder(std::move(moving));
    m_pending.clear();
    m_isSnapshotPending = false;
}

std::vector<SaleRow *> SalesModel::takeInNew(Instant now)
{
    std::vector<SaleRow *> arriving;
    for (const Sale &sale : std::as_const(m_pending)) {
        if (!m_sales.contains(sale.id))
            arriving.push_back(&m_sales.emplace(sale.id, lookAt(sale, now)).first->second);
    }
    return arriving;
}

int SalesModel::rowOf(SaleId id) const
{
    const auto found = std::ranges::find(rows(), id, [](const SaleRow *row) { return row->sale.id; });
    return found == rows().cend() ? -1 : static_cast<int>(found - rows().cbegin());
}

int SalesModel::liveCount() const
{
    return static_cast<int>(std::ranges::count(rows(), SalePhase::Live, &SaleRow::phase));
}

} // namespace holdfast
