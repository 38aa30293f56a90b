// SPDX-License-Identifier: GPL-3.0-only
// How a lane serves a batch, and sweeps. Everything here runs on the lane's thread.
#include "stock/lane.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Q_LOGGING_CATEGORY(logStock, "holdfast.stock")

// Other servers also look by themselves, so under load not every batch needs announcing.
constexpr milliseconds announceIntervalMin{100};
constexpr int attemptsMax = 3;
// A known key is found by its insert, which fails the batch. Where one request came again, more do.
constexpr seconds keysRepeatFor{5};

} // namespace

bool Lane::serve(Part part)
{
    SqlError error;
    for (int attempt = 0; attempt < attemptsMax; ++attempt) {
        part = unansweredOf(part);
        if (part.empty())
            return true;
        const bool mayGoTogether = attempt == 0;
        if (serveOnce(part, mayGoTogether, error))
            return true;
        if (error.isOutage())
            return false;
        if (error.isTimeout() || (!mayGoTogether && !error.isWorthRepeating()))
            break;
    }
    return serveFailed(part, error);
}

// Nothing is done for a client that has been told no meanwhile.
Lane::Part Lane::unansweredOf(Part part)
{
    const std::lock_guard lock(m_mutex);
    if (std::ranges::none_of(part, &PendingCommand::isAnswered))
        return part;
    const auto answered =
        std::ranges::stable_partition(part, std::logical_not(), &PendingCommand::isAnswered);
    return part.first(part.size() - answered.size());
}

bool Lane::serveOnce(Part part, bool mayGoTogether, SqlError &error)
{
    const BatchRequest request(part);
    std::optional<Transaction> transaction(std::in_place, *m_connection);
    if (const auto &begun = transaction->begun(); !begun) {
        error = begun.error();
        return false;
    }
    const auto asked = steady_clock::now();
    const bool goesTogether = mayGoTogether && request.mayGoTogether();
    if (!goesTogether)
        m_figures.callsOneByOne.add();
    const bool looksForKeys = !goesTogether || asked < m_keysRepeatUntil;
    auto events = request.call(*m_connection, goesTogether, looksForKeys, announcingName());
    if (!events) {
        m_figures.sql.observe(steady_clock::now() - asked);
        error = std::move(events.error());
        if (error.constraint == "idempotency_keys_pkey"_L1)
            m_keysRepeatUntil = asked + keysRepeatFor;
        qCInfo(logStock, "A batch of %zu goes another way: %s", part.size(),
               qUtf8Printable(error.text.section(u'\n', 0, 0)));
        return false;
    }
    auto outcomes = outcomesOf(part, request, *events);
    m_surroundings.clock.observe(outcomes.decidedAt, asked);
    const auto committing = steady_clock::now();
    m_figures.sql.observe(committing - asked);
    if (const auto done = commit(*transaction, outcomes); !done) {
        error = done.error();
        return false;
    }
    const auto committed = steady_clock::now();
    tell(outcomes, committing);
    answer(part, std::move(outcomes.outcomes));
    m_figures.answer.observe(steady_clock::now() - committed);
    transaction.reset(); // what is left has one of its own
    return serve(unansweredOf(part));
}

// Refusals alone leave nothing to flush to the disk.
std::expected<void, SqlError> Lane::commit(Transaction &transaction, const BatchOutcomes &outcomes)
{
    if (!outcomes.changesAnything())
        return {};
    const auto began = steady_clock::now();
    auto committed = transaction.commit();
    m_figures.commit.observe(steady_clock::now() - began);
    const bool isUnknown = !committed && committed.error().kind == SqlError::Kind::ConnectionLost;
    if (isUnknown && fateOf(outcomes.transaction) == Fate::Committed)
        return {};
    return committed;
}

void Lane::tell(BatchOutcomes &outcomes, steady_clock::time_point committing)
{
    m_surroundings.board.update(outcomes.moves, committing);
    m_figures.purchases.add(outcomes.changes.purchases.size());
    countExpired(outcomes.changes);
    if (outcomes.earliestDue)
        m_surroundings.schedule.observe(*outcomes.earliestDue);
    if (!outcomes.customers.isEmpty())
        m_surroundings.learnCustomers(outcomes.customers);
    if (!outcomes.changes.isEmpty())
        m_surroundings.publish(std::move(outcomes.changes));
}

void Lane::countExpired(const ChangeSet &changes)
{
    const auto isExpired = [](const HoldChange &hold) {
        return hold.reservation.status == ReservationStatus::Expired;
    };
    m_figures.expiredHolds.add(static_cast<quint64>(std::ranges::count_if(changes.holds, isExpired)));
}

void Lane::answer(Part part, std::vector<std::optional<AnyOutcome>> outcomes)
{
    std::vector<std::move_only_function<void()>> answers;
    answers.reserve(part.size());
    {
        const std::lock_guard lock(m_mutex);
        for (size_t index = 0; index < part.size(); ++index) {
            if (outcomes[index] && !part[index].isAnswered)
                answers.push_back(part[index].takeAnswer(*std::move(outcomes[index])));
        }
    }
    for (auto &each : answers)
        each();
}

bool Lane::serveSweep(Part part)
{
    const auto &command = std::get<Pending<ExpireDue>>(part.front().pending).command;
    auto swept = sweep(std::clamp(command.limit, 0, ExpireDue::chunkMax));
    if (!swept) {
        if (swept.error().isOutage())
            return false;
        refuseFailed(part, swept.error());
        return true;
    }
    std::vector<std::optional<AnyOutcome>> outcomes;
    outcomes.emplace_back(OutcomeOf<ExpireDue>(*std::move(swept)));
    answer(part, std::move(outcomes));
    return true;
}

std::expected<ExpiredDue, SqlError> Lane::sweep(int limit)
{
    m_surroundings.schedule.beginSweep();
    auto swept = sweepOnce(limit, Patience::PassOver);
    if (!swept)
        return swept;
    // What is due and still there had its product locked by somebody. Should waiting fail, the next sweep
    // tries again.
    const int left = limit - static_cast<int>(swept->holds.size());
    if (left > 0 && swept->nextDue && *swept->nextDue <= swept->decidedAt) {
        if (auto rest = sweepOnce(left, Patience::Wait)) {
            std::ranges::move(rest->holds, std::back_inserter(swept->holds));
            swept->nextDue = rest->nextDue;
        }
    }
    m_surroundings.schedule.endSweep(swept->nextDue);
    return swept;
}

// Outside a transaction block: one statement, committed when it returns. Should its answer get lost, the next
// sweep finds what is left to do, and the watch sees what was done.
std::expected<ExpiredDue, SqlError> Lane::sweepOnce(int limit, Patience patience)
{
    const auto asked = steady_clock::now();
    auto rows =
        m_connection->call("expire_due"_L1, {limit, patience == Patience::Wait, m_surroundings.serverName});
    m_figures.sweep.observe(steady_clock::now() - asked);
    if (!rows)
        return std::unexpected(rows.error());
    auto outcome = sweepOutcomeOf(readStockEvents(*rows));
    m_surroundings.clock.observe(outcome.expired.decidedAt, asked);
    m_surroundings.board.update(outcome.moves, asked);
    countExpired(outcome.changes);
    if (!outcome.changes.isEmpty())
        m_surroundings.publish(std::move(outcome.changes));
    return std::move(outcome.expired);
}

QString Lane::announcingName()
{
    const auto now = steady_clock::now();
    if (now - m_lastAnnouncement < announceIntervalMin)
        return {};
    m_lastAnnouncement = now;
    return m_surroundings.serverName;
}

} // namespace holdfast
