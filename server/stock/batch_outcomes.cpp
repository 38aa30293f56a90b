// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_outcomes.h"

#include "stock/command_outcomes.h"

#include <algorithm>

namespace holdfast {

namespace {

using What = StockEvent::What;

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
    Outcome<Reserved> outcomeTogether(const Reserve &command, size_t index);
    Hold heldTogether(const Reserve &command, size_t index);
    void rewindTogether();
    bool isHeldTogether(size_t index) const;

    std::span<const PendingCommand> m_commands;
    const BatchRequest &m_request;
    const std::vector<StockEvent> &m_events;
    std::vector<CommandEvents> m_byCommand;
    // Answered from what was kept under the command's key: nothing happened, so nobody is told of it.
    std::vector<bool> m_isReplay;
    // Only what is kept was answered; the other commands are to be sent again.
    bool m_isAgain = false;
    QHash<ProductId, const StockEvent *> m_products;
    // For commands decided together: each product as it stood before the next accepted one.
    QHash<ProductId, StockState> m_running;
    BatchOutcomes m_result;
    CommandOutcomes m_commandOutcomes{m_result};
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
    case What::Replaced:
        m_result.changes.holds.push_back({event.hold(), {}, event.decidedAt});
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
    m_commandOutcomes.setTelling(!m_isReplay[index]);
    auto outcome = outcomeOf(index);
    if (m_isReplay[index])
        markAsReplay(outcome);
    return outcome;
}

AnyOutcome Reader::outcomeOf(size_t index)
{
    const auto &command = m_commands[index].pending;
    if (isHeldTogether(index))
        return outcomeTogether(std::get<Pending<Reserve>>(command).command, index);
    return std::visit(
        [&](const auto &pending) -> AnyOutcome {
            return m_commandOutcomes.outcome(pending.command, m_byCommand[index]);
        },
        command);
}

Outcome<Reserved> Reader::outcomeTogether(const Reserve &command, size_t index)
{
    auto hold = heldTogether(command, index);
    m_commandOutcomes.tell(hold.reservation, command.customer.username, m_result.decidedAt);
    return Reserved{m_result.decidedAt, {std::move(hold)}};
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
    return {reservation, state};
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
            outcome.changes.holds.push_back({event.hold(), {}, event.decidedAt});
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
