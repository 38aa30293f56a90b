// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_outcomes.h"

#include <QJsonArray>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using What = StockEvent::What;
using CommandEvents = std::vector<const StockEvent *>;

const StockEvent &onlyEvent(const CommandEvents &events)
{
    if (events.size() != 1)
        qFatal("stock_batch() gave a command %zu answers instead of one", events.size());
    return *events.front();
}

// A command of several lines is refused as a whole: the first failing line's code, and every failing line by
// name.
Refusal refusalOf(const CommandEvents &events, bool hasSeveralLines)
{
    Refusal refusal = events.front()->refusal.value();
    if (!hasSeveralLines)
        return refusal;
    QJsonArray items;
    for (const auto *event : events) {
        QJsonObject item = event->refusal.value().details;
        item.insert(u"product_id"_s, event->product.value().number());
        item.insert(u"code"_s, QString(errorName(event->refusal->code)));
        items.append(item);
    }
    refusal.details.insert(u"product_id"_s, events.front()->product.value().number());
    refusal.details.insert(u"items"_s, items);
    return refusal;
}

void markAsReplay(AnyOutcome &outcome)
{
    std::visit([](auto &each) { (each.has_value() ? each->isReplay : each.error().isReplay) = true; },
               outcome);
}

class Reader final
{
public:
    Reader(std::span<const PendingCommand> commands, const BatchRequest &request,
           const std::vector<StockEvent> &events)
        : m_commands(commands)
        , m_request(request)
        , m_events(events)
        , m_byCommand(commands.size())
        , m_isReplay(commands.size())
    {
    }

    BatchOutcomes read();

private:
    void sortEvents();
    void sortCommandEvent(const StockEvent &event);
    std::optional<AnyOutcome> decidedOutcomeOf(size_t index);
    void readBatchEvent(const StockEvent &event);
    AnyOutcome outcomeOf(size_t index);
    OutcomeOf<Reserve> outcome(const Reserve &command, size_t index, const CommandEvents &events);
    OutcomeOf<CheckOut> outcome(const CheckOut &, size_t, const CommandEvents &events);
    OutcomeOf<Cancel> outcome(const Cancel &, size_t, const CommandEvents &events);
    OutcomeOf<Extend> outcome(const Extend &, size_t, const CommandEvents &events);
    OutcomeOf<Restock> outcome(const Restock &, size_t, const CommandEvents &events);
    OutcomeOf<ExpireDue> outcome(const ExpireDue &, size_t, const CommandEvents &);
    Hold heldTogether(const Reserve &command, size_t index);
    Hold told(const StockEvent &event, const QString &username = {});
    void noteDue(Instant due);
    void rewindTogether();
    bool isHeldTogether(size_t index) const;

    std::span<const PendingCommand> m_commands;
    const BatchRequest &m_request;
    const std::vector<StockEvent> &m_events;
    std::vector<CommandEvents> m_byCommand;
    // Answered from what was kept under the command's key: nothing happened, so nobody is told of it.
    std::vector<bool> m_isReplay;
    bool m_isTelling = true;
    // Only what is kept was answered; the other commands are to be sent again.
    bool m_isAgain = false;
    QHash<ProductId, const StockEvent *> m_products;
    // For commands decided together: each product as it stood before the next accepted one.
    QHash<ProductId, StockState> m_running;
    BatchOutcomes m_result;
};

BatchOutcomes Reader::read()
{
    sortEvents();
    rewindTogether();
    m_result.outcomes.reserve(m_commands.size());
    m_result.changes.holds.reserve(m_commands.size());
    for (size_t index = 0; index < m_commands.size(); ++index)
        m_result.outcomes.push_back(decidedOutcomeOf(index));
    m_result.keptAnswers = !m_isAgain && std::ranges::any_of(m_commands, [](const PendingCommand &command) {
        return command.idempotency.has_value();
    });
    return std::move(m_result);
}

void Reader::sortEvents()
{
    for (const auto &event : m_events) {
        m_result.decidedAt = std::max(m_result.decidedAt, event.decidedAt);
        if (event.ordinal >= 0)
            sortCommandEvent(event);
        else
            readBatchEvent(event);
    }
}

void Reader::sortCommandEvent(const StockEvent &event)
{
    const auto index = static_cast<size_t>(event.ordinal);
    if (event.what == What::Replay)
        m_isReplay[index] = true;
    else
        m_byCommand[index].push_back(&event);
}

void Reader::readBatchEvent(const StockEvent &event)
{
    switch (event.what) {
    case What::Product:
        m_products.insert(event.product.value(), &event);
        m_result.changes.stocks.push_back(event.stock());
        m_result.moves.push_back({event.stock(), event.quantity});
        break;
    case What::Expired:
        m_result.changes.holds.push_back({event.hold(), {}});
        break;
    case What::Customer:
        m_result.customers.insert(event.username, event.user.value());
        break;
    case What::Again:
        m_isAgain = true;
        break;
    case What::Transaction:
        if (event.stockVersion > 0)
            m_result.transaction = event.stockVersion;
        break;
    default:
        qFatal("stock_batch() told of a command's event without the command");
    }
}

// A batch decided together tells each product as it stood at the end. Going back over what was accepted gives
// the state before the batch, from which each command's own state follows in arrival order.
void Reader::rewindTogether()
{
    for (const auto &[product, event] : m_products.asKeyValueRange())
        m_running.insert(product, event->stock());
    for (size_t index = 0; index < m_commands.size(); ++index) {
        if (!isHeldTogether(index))
            continue;
        const auto &line = std::get<Pending<Reserve>>(m_commands[index].pending).command.lines.front();
        auto &state = m_running.find(line.product).value();
        state.level.available += line.quantity.units();
        state.level.reserved -= line.quantity.units();
        --state.stockVersion;
    }
}

// Nothing is told of a command that was accepted together with others. (One without lines holds nothing.)
bool Reader::isHeldTogether(size_t index) const
{
    const auto *reserve = std::get_if<Pending<Reserve>>(&m_commands[index].pending);
    return !m_isAgain && m_byCommand[index].empty() && reserve && !reserve->command.lines.empty();
}

std::optional<AnyOutcome> Reader::decidedOutcomeOf(size_t index)
{
    if (m_isAgain && m_byCommand[index].empty())
        return std::nullopt;
    m_isTelling = !m_isReplay[index];
    auto outcome = outcomeOf(index);
    if (m_isReplay[index])
        markAsReplay(outcome);
    return outcome;
}

AnyOutcome Reader::outcomeOf(size_t index)
{
    return std::visit(
        [&](const auto &pending) -> AnyOutcome {
            return outcome(pending.command, index, m_byCommand[index]);
        },
        m_commands[index].pending);
}

OutcomeOf<Reserve> Reader::outcome(const Reserve &command, size_t index, const CommandEvents &events)
{
    if (!events.empty() && events.front()->what == What::Refused)
        return std::unexpected(refusalOf(events, command.lines.size() > 1));
    Reserved reserved{events.empty() ? m_result.decidedAt : events.front()->decidedAt, {}};
    if (isHeldTogether(index))
        reserved.holds.push_back(heldTogether(command, index));
    for (const auto *event : events)
        reserved.holds.push_back(told(*event, command.customer.username));
    for (const auto &hold : reserved.holds)
        noteDue(hold.reservation.expiresAt);
    return reserved;
}

Hold Reader::heldTogether(const Reserve &command, size_t index)
{
    const auto &line = command.lines.front();
    const auto &product = *m_products.value(line.product);
    auto &state = m_running.find(line.product).value();
    state.level.available -= line.quantity.units();
    state.level.reserved += line.quantity.units();
    ++state.stockVersion;
    const auto user = command.customer.isKnown
        ? command.customer.id
        : m_result.customers.value(command.customer.username, command.customer.id);
    const Reservation reservation{m_request.reservationOf(index),
                                  line.product,
                                  user,
                                  line.quantity.units(),
                                  ReservationStatus::Active,
                                  product.createdAt.value(),
                                  product.expiresAt.value(),
                                  {}};
    m_result.changes.holds.push_back({reservation, command.customer.username});
    return {reservation, state};
}

Hold Reader::told(const StockEvent &event, const QString &username)
{
    if (m_isTelling)
        m_result.changes.holds.push_back({event.hold(), username});
    return {event.hold(), event.stock()};
}

OutcomeOf<CheckOut> Reader::outcome(const CheckOut &, size_t, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    const Purchase purchase{event.order.value(),   event.reservation.value(),
                            event.product.value(), event.user.value(),
                            event.username,        event.quantity,
                            event.amount,          event.endedAt.value()};
    if (m_isTelling)
        m_result.changes.purchases.push_back(purchase);
    return CheckedOut{event.decidedAt, told(event, event.username), purchase, event.unitPrice,
                      event.currency};
}

OutcomeOf<Cancel> Reader::outcome(const Cancel &, size_t, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return Cancelled{event.decidedAt, told(event)};
}

OutcomeOf<Extend> Reader::outcome(const Extend &, size_t, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    noteDue(event.expiresAt.value());
    return Extended{event.decidedAt, told(event)};
}

OutcomeOf<Restock> Reader::outcome(const Restock &, size_t, const CommandEvents &events)
{
    const auto &event = onlyEvent(events);
    if (event.refusal)
        return std::unexpected(*event.refusal);
    return Restocked{event.decidedAt, event.stock()};
}

OutcomeOf<ExpireDue> Reader::outcome(const ExpireDue &, size_t, const CommandEvents &)
{
    qFatal("the sweep is no command of a batch");
}

void Reader::noteDue(Instant due)
{
    if (m_isTelling)
        m_result.earliestDue = std::min(m_result.earliestDue.value_or(due), due);
}

} // namespace

bool BatchOutcomes::changesAnything() const
{
    const auto moved = [](const StockMove &move) { return move.changes > 0; };
    return keptAnswers || !customers.isEmpty() || !changes.holds.empty() || std::ranges::any_of(moves, moved);
}

BatchOutcomes outcomesOf(std::span<const PendingCommand> commands, const BatchRequest &request,
                         const std::vector<StockEvent> &events)
{
    return Reader(commands, request, events).read();
}

SweepOutcome sweepOutcomeOf(const std::vector<StockEvent> &events)
{
    SweepOutcome outcome;
    for (const auto &event : events) {
        if (event.what == What::Expired) {
            outcome.expired.holds.push_back(event.hold());
            outcome.changes.holds.push_back({event.hold(), {}});
        } else if (event.what == What::Product) {
            outcome.changes.stocks.push_back(event.stock());
            outcome.moves.push_back({event.stock(), event.quantity});
        } else if (event.what == What::Next) {
            outcome.expired.decidedAt = event.decidedAt;
            outcome.expired.nextDue = event.expiresAt;
        }
    }
    return outcome;
}

} // namespace holdfast
