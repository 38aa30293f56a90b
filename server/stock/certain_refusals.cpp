// SPDX-License-Identifier: GPL-3.0-only
// What the board refuses for certain; the rest of it stands in stock_board.cpp.
#include "stock/stock_board.h"

#include <algorithm>
#include <mutex>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

// Of a pause nobody knows the end. The same as in sql/functions/judge_sale.sql.
constexpr seconds retryInPause{5};

QJsonValue textOrNull(const std::optional<Instant> &instant)
{
    return instant ? QJsonValue(toIsoText(*instant)) : QJsonValue();
}

// Whether the phase will still be the same for as long as this process's clock can be off.
bool isPhaseCertain(const Sale &sale, Instant now)
{
    return sale.phaseAt(now - StockBoard::clockDoubt) == sale.phaseAt(now + StockBoard::clockDoubt);
}

// In how long it is worth trying again, where that is known.
std::optional<seconds> waitFor(const Sale &sale, SalePhase phase, Instant now)
{
    if (phase == SalePhase::Paused)
        return retryInPause;
    if (phase == SalePhase::Scheduled)
        return std::max(1s, ceil<seconds>(*sale.startsAt - now));
    return std::nullopt;
}

// A crowd that comes too late asks for the same again and again, and hears the same object.
QJsonObject lackOf(Quantity wanted, int available)
{
    struct Lack
    {
        int requested = 0;
        int available = 0;
        QJsonObject details;
    };
    thread_local Lack last;
    if (last.requested != wanted.units() || last.available != available)
        last = {wanted.units(), available, {{u"requested"_s, wanted.units()}, {u"available"_s, available}}};
    return last.details;
}

} // namespace

std::optional<Refusal> StockBoard::certainRefusal(const Reserve &command) const
{
    // Several lines are refused by naming every one that fails: that takes the database.
    if (command.lines.size() != 1)
        return std::nullopt;
    const auto &line = command.lines.front();
    const auto now = m_clock.nowWithin(clockDoubt);
    if (!now)
        return std::nullopt;
    const std::shared_lock lock(m_mutex);
    const auto known = m_entries.constFind(line.product);
    if (known == m_entries.cend())
        return std::nullopt;
    if (auto refusal = certainSaleRefusal(*known, *now))
        return refusal;
    return certainStockRefusal(*known, line.quantity, *now);
}

// Whoever holds just so many may buy them, however little is left: this is certain while nobody holds any.
std::optional<Refusal> StockBoard::certainRefusal(const BuyNow &command) const
{
    const auto now = command.product ? m_clock.nowWithin(clockDoubt) : std::nullopt;
    if (!now)
        return std::nullopt;
    const std::shared_lock lock(m_mutex);
    const auto known = m_entries.constFind(*command.product);
    if (known == m_entries.cend() || known->product.stock.reserved > 0
        || !isCertainlyOn(*known, command.sale, *now))
        return std::nullopt;
    return certainStockRefusal(*known, command.quantity, *now);
}

bool StockBoard::isCertainlyOn(const BoardEntry &entry, std::optional<SaleId> wanted, Instant now) const
{
    return entry.sale && entry.sale->id == wanted.value_or(entry.sale->id)
        && steady_clock::now() - entry.catalogueConfirmed <= certainFor
        && entry.sale->phaseAt(now) == SalePhase::Live && isPhaseCertain(*entry.sale, now);
}

std::optional<Refusal> StockBoard::certainSaleRefusal(const BoardEntry &entry, Instant now) const
{
    if (!entry.sale || steady_clock::now() - entry.catalogueConfirmed > certainFor)
        return std::nullopt;
    const auto phase = entry.sale->phaseAt(now);
    if (phase == SalePhase::Live || !isPhaseCertain(*entry.sale, now))
        return std::nullopt;
    QJsonObject details{{u"status"_s, QString(salePhaseName(phase))},
                        {u"starts_at"_s, textOrNull(entry.sale->startsAt)},
                        {u"ends_at"_s, textOrNull(entry.sale->endsAt)}};
    if (const auto wait = waitFor(*entry.sale, phase, now))
        details.insert(u"retry_after_seconds"_s, static_cast<qint64>(wait->count()));
    return Refusal::of(phase == SalePhase::Paused ? ErrorCode::SalePaused : ErrorCode::DropNotActive,
                       details);
}

std::optional<Refusal> StockBoard::certainStockRefusal(const BoardEntry &entry, Quantity wanted,
                                                       Instant now) const
{
    if (steady_clock::now() - entry.stockConfirmed > certainFor
        || entry.product.stock.available >= wanted.units())
        return std::nullopt;
    // A hold whose clock runs again falls due when no sweep has foreseen it.
    if (entry.sale
        && (entry.sale->holdsFrozenAt || !m_schedule.isKnownSince(m_clocksMoved.value(entry.sale->id))))
        return std::nullopt;
    // A hold past its time is back in stock for everybody at once, before the sweep has come by.
    if (!m_schedule.isNoneDueBy(now + clockDoubt, now))
        return std::nullopt;
    return Refusal::of(ErrorCode::OutOfStock, lackOf(wanted, entry.product.stock.available));
}

} // namespace holdfast
