// SPDX-License-Identifier: GPL-3.0-only
#include "stock/command_outcomes.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

const StockEvent &onlyEvent(const CommandEvents &events)
{
    if (events.size() != 1)
        qFatal("stock_batch() gave a command %zu answers instead of one", events.size());
    return *events.front();
}

/// Every failing line by name.
QJsonArray failedLines(const CommandEvents &events)
{
    QJsonArray lines;
    for (const auto *event : events) {
        QJsonObject line = event->refusal.value().details;
        line.insert(u"product_id"_s, event->product.value().number());
        line.insert(u"code"_s, QString(errorName(event->refusal->code)));
        lines.append(line);
    }
    return lines;
}

// A reserve of several lines is refused as a whole with the first failing line's code. What concerns its
// Idempotency-Key names no line.
Refusal refusalOf(const Reserve &command, const CommandEvents &events)
{
    Refusal refusal = events.front()->refusal.value();
    if (command.lines.size() <= 1 || !events.front()->product)
        return refusal;
    refusal.details.insert(u"product_id"_s, events.front()->product.value().number());
    refusal.details.insert(u"items"_s, failedLines(events));
    return refusal;
}

// What a buyer has to change in the cart comes first, then what may pass by itself.
size_t urgencyOf(ErrorCode code)
{
    using enum ErrorCode;
    static constexpr std::array order{ProductNotFound, PriceChanged, DropNotActive, SalePaused,
                                      LimitReached,    OutOfStock,   Conflict};
    return static_cast<size_t>(std::ranges::find(order, code) - order.begin());
}

// An order is refused with its most urgent line's code and the details of that. What concerns the cart as a
// whole names no line.
Refusal refusalOfOrder(const CommandEvents &events)
{
    if (!events.front()->product)
        return events.front()->refusal.value();
    const auto *first = *std::ranges::min_element(
        events, {}, [](const StockEvent *event) { return urgencyOf(event->refusal.value().code); });
    Refusal refusal = first->refusal.value();
    refusal.details.insert(u"product_id"_s, first->product.value().number());
    refusal.details.insert(u"lines"_s, failedLines(events));
    return refusal;
}

} // namespace

void CommandOutcomes::tell(const Reservation &hold, const QString &username, Instant decidedAt)
{
    if (!m_isTelling)
        return;
    m_batch.changes.holds.push_back({hold, username, decidedAt});
    if (hold.status == ReservationStatus::Active)
        m_batch.earliestDue = std::min(m_batch.earliestDue.value_or(hold.expiresAt), hold.expiresAt);
}

Hold CommandOutcomes::told(const StockEvent &event, const QString &username)
{
    tell(event.hold(), username, event.decidedAt);
    return {event.hold(), event.stock()};
}

Outcome<Reserved> CommandOutcomes::outcome(const Reserve &command, const CommandEvents &events)
{
    if (events.empty()) // without lines nothing is asked
        return Reserved{m_batch.decidedAt, {}};
    if (events.front()->refusal)
        return std::unexpected(refusalOf(command, events));
    Reserved reserved{events.front()->decidedAt, {}};
    for (const auto *event : events)
        reserved.holds.push_back(told(*event, command.customer.username));
    return reserved;
}

CheckedOut CommandOutcomes::bought(const StockEvent &event)
{
    const Purchase purchase{event.order.value(),   event.reservation.value(),
                            event.product.value(), event.user.value(),
                            event.username,        event.quantity,
                            event.amount,          event.endedAt.value()};
    if (m_isTelling)
        m_batch.changes.purchases.push_back(purchase);
    return {event.decidedAt, told(event, event.username), purchase, event.unitPrice, event.currency};
}

Outcome<CheckedOut> CommandOutcomes::outcome(const CheckOut &, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return bought(event);
}

Outcome<BoughtNow> CommandOutcomes::outcome(const BuyNow &, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return BoughtNow{bought(event)};
}

Outcome<Ordered> CommandOutcomes::outcome(const PlaceOrder &, const CommandEvents &events)
{
    if (events.empty())
        qFatal("stock_batch() did not answer an order");
    if (events.front()->refusal)
        return std::unexpected(refusalOfOrder(events));
    Ordered ordered{events.front()->decidedAt, {}};
    for (const auto *event : events)
        ordered.lines.push_back(bought(*event));
    return ordered;
}

Outcome<Cancelled> CommandOutcomes::outcome(const Cancel &, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return Cancelled{event.decidedAt, told(event)};
}

Outcome<Extended> CommandOutcomes::outcome(const Extend &, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return Extended{event.decidedAt, told(event)};
}

Outcome<Restocked> CommandOutcomes::outcome(const Restock &, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return Restocked{event.decidedAt, event.stock()};
}

Outcome<ExpiredDue> CommandOutcomes::outcome(const ExpireDue &, const CommandEvents &)
{
    qFatal("the sweep is no command of a batch");
}

} // namespace holdfast
