// SPDX-License-Identifier: GPL-3.0-only
// How a lane serves a batch, and sweeps. Everything here runs on the lane's thread.
#include "stock/lane.h"

#include "stock/company.h"

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
constexpr int attemptsMax = 5;

bool isRepeat(const SqlError &error)
{
    return error.kind == SqlError::Kind::UniqueViolation;
}

} // namespace

bool Lane::serveByCompany(Part part)
{
    m_batch.sort(part, companyOf);
    while (!part.empty()) {
        const auto company = companyOf(part.front());
        const auto isOther = [company](const PendingCommand &command) {
            return companyOf(command) != company;
        };
        const auto count = static_cast<size_t>(std::ranges::find_if(part, isOther) - part.begin());
        if (!serve(part.first(count)))
            return false;
        part = part.subspan(count);
    }
    return true;
}

bool Lane::serve(Part part)
{
    SqlError error;
    auto way = BatchWay::Directly;
    for (int attempt = 0; attempt < attemptsMax; ++attempt) {
        part = m_batch.unansweredOf(part);
        if (part.empty())
            return true;
        const BatchRequest request(part);
        way = std::max(way, wayOf(part, request));
        const bool isLooking = way == BatchWay::OneByOne || mayBeRepeated(part);
        m_figures.calls.at(static_cast<size_t>(way)).add();
        const bool isServed = way == BatchWay::Directly && request.isOfReserves()
            ? serveDirectly(part, request, error)
            : serveOnce(part, request, way, isLooking, error);
        if (isServed)
            return serve(part);
        if (error.isOutage())
            return false;
        // A product with a limit for each customer is found so again and again: no news.
        if (!DirectHolds::productNotOpen(error))
            qCInfo(logStock, "A batch of %zu goes another way: %s", part.size(),
                   qUtf8Printable(error.text.section(u'\n', 0, 0)));
        if (error.isTimeout() || (way == BatchWay::OneByOne && !error.isWorthRepeating()))
            break;
        way = wayAfter(way, isLooking, error);
    }
    return serveFailed(part, error);
}

BatchWay Lane::wayOf(Part part, const BatchRequest &request) const
{
    const auto fastest = request.fastestWay();
    if (fastest != BatchWay::Directly)
        return fastest;
    const bool mayFail = mayBeRepeated(part)
        || (request.isOfReserves() ? isAnyClosed(part) : m_fresh.expectsRefusedEndings(steady_clock::now()));
    return mayFail ? BatchWay::Together : BatchWay::Directly;
}

bool Lane::mayBeRepeated(Part part) const
{
    return m_fresh.expectsRepeats(steady_clock::now())
        || !std::ranges::all_of(part, &PendingCommand::isFresh);
}

bool Lane::isAnyClosed(Part part) const
{
    return std::ranges::any_of(part, [this, now = steady_clock::now()](const PendingCommand &command) {
        const auto &reserve = std::get<Pending<Reserve>>(command.pending).command;
        return m_fresh.isClosed(reserve.lines.front().product, now);
    });
}

// Also remembers what was in the way, for the batches to come.
BatchWay Lane::wayAfter(BatchWay failed, bool wasLooking, const SqlError &error)
{
    const auto now = steady_clock::now();
    if (isRepeat(error))
        m_fresh.noticeRepeat(now);
    if (DirectEndings::isRefusal(error))
        m_fresh.noticeRefusedEnding(now);
    if (const auto product = DirectHolds::productNotOpen(error)) {
        if (DirectHolds::isInSale(error) && !m_fresh.inSales().contains(*product))
            m_fresh.noticeInSale(*product);
        else
            m_fresh.noticeClosed(*product, now);
    }
    if (failed == BatchWay::Directly)
        return BatchWay::Together;
    return failed == BatchWay::Together && isRepeat(error) && !wasLooking ? BatchWay::Together
                                                                          : BatchWay::OneByOne;
}

bool Lane::serveDirectly(Part part, const BatchRequest &request, SqlError &error)
{
    Transaction transaction(*m_connection);
    const auto asked = steady_clock::now();
    auto holds = request.directHolds();
    if (auto met = transaction.begun() ? holds.meetCustomers(*m_connection) : transaction.begun(); !met) {
        error = std::move(met.error());
        return false;
    }
    const auto session = m_session;
    auto call = holds.call(*m_connection, m_fresh.inSales(), announcingName());
    const auto committing = steady_clock::now();
    m_figures.sql.observe(committing - asked);
    // What the batch came to is made ready while its commit is under way.
    std::optional<BatchOutcomes> outcomes;
    if (auto &rows = call.rows()) {
        outcomes = outcomesOf(part, request, holds.events(*rows));
        m_surroundings.clock.observe(outcomes->decidedAt, asked);
    }
    const auto committed = call.committed();
    m_figures.commit.observe(steady_clock::now() - committing);
    if (!committed && !wasCommitted(committed.error(), session, request)) {
        error = committed.error();
        return false;
    }
    if (!outcomes)
        outcomes = recalled(part, request, holds);
    finish(part, std::move(outcomes), committing);
    return true;
}

bool Lane::serveOnce(Part part, const BatchRequest &request, BatchWay way, bool isLooking, SqlError &error)
{
    Transaction transaction(*m_connection);
    if (const auto &begun = transaction.begun(); !begun) {
        error = begun.error();
        return false;
    }
    const auto asked = steady_clock::now();
    auto events = request.call(*m_connection, way, isLooking, announcingName());
    if (!events) {
        m_figures.sql.observe(steady_clock::now() - asked);
        error = std::move(events.error());
        return false;
    }
    auto outcomes = outcomesOf(part, request, *events);
    m_surroundings.clock.observe(outcomes.decidedAt, asked);
    const auto committing = steady_clock::now();
    m_figures.sql.observe(committing - asked);
    if (const auto done = commit(transaction, outcomes); !done) {
        error = done.error();
        return false;
    }
    finish(part, std::move(outcomes), committing);
    return true;
}

// Without outcomes, as the database is away again, nobody can be told what has been held for them; with the
// same Idempotency-Key they hear it next time.
void Lane::finish(Part part, std::optional<BatchOutcomes> outcomes, steady_clock::time_point committing)
{
    if (!outcomes) {
        for (auto &refuse : m_batch.takeRefusals(part, Refusal::of(ErrorCode::DbUnavailable)))
            refuse();
        return;
    }
    const auto committed = steady_clock::now();
    tell(*outcomes, committing);
    for (auto &answer : m_batch.takeAnswers(part, std::move(outcomes->outcomes)))
        answer();
    m_figures.answer.observe(steady_clock::now() - committed);
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
    for (auto &answer : m_batch.takeAnswers(part, std::move(outcomes)))
        answer();
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
