// SPDX-License-Identifier: GPL-3.0-only
#include "stock/lane.h"

#include <QLoggingCategory>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Q_LOGGING_CATEGORY(logStock, "holdfast.stock")

constexpr milliseconds backOffMin{20};
constexpr milliseconds backOffMax{500};
// Other servers also look by themselves, so under load not every batch needs announcing.
constexpr milliseconds announceIntervalMin{100};
constexpr int repeatsMax = 3;
constexpr SessionLimits writerLimits{.lock = 1'500ms, .statement = 5'000ms, .idleInTransaction = 10'000ms};

bool isOverdue(const PendingCommand &command, steady_clock::time_point now)
{
    return now - command.arrived >= Lane::deadline;
}

const PendingCommand *sweepIn(std::span<const PendingCommand> commands)
{
    const bool isSweep
        = commands.size() == 1 && std::holds_alternative<Pending<ExpireDue>>(commands.front().pending);
    return isSweep ? &commands.front() : nullptr;
}

} // namespace

Lane::Lane(const LaneSurroundings &surroundings, bool isSweeper)
    : m_surroundings(surroundings)
    , m_isSweeper(isSweeper)
{
}

Lane::~Lane()
{
    stop();
}

void Lane::start()
{
    m_thread = std::thread([this] { run(); });
}

void Lane::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Lane::post(PendingCommand command)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopping && m_queue.size() < queueMax) {
            m_queue.push_back(std::move(command));
            // A lane at work looks at the queue again by itself.
            if (m_inFlight.empty() && m_queue.size() == 1)
                m_wake.notify_one();
            return;
        }
    }
    command.refuse(Refusal::of(ErrorCode::Overloaded));
}

void Lane::refuseOverdue()
{
    std::vector<std::move_only_function<void()>> refusals;
    {
        const std::lock_guard lock(m_mutex);
        const auto now = steady_clock::now();
        for (auto &command : m_inFlight) {
            if (!command.isAnswered && isOverdue(command, now))
                refusals.push_back(command.takeRefusal(Refusal::of(ErrorCode::DbUnavailable)));
        }
        while (!m_queue.empty() && isOverdue(m_queue.front(), now)) {
            refusals.push_back(m_queue.front().takeRefusal(Refusal::of(ErrorCode::DbUnavailable)));
            m_queue.pop_front();
        }
    }
    for (auto &refuse : refusals)
        refuse();
}

void Lane::run()
{
    while (waitForWork()) {
        if (!connect()) {
            backOff();
            continue;
        }
        if (isSweepDue()) {
            if (const auto swept = sweep(ExpireDue::chunkMax); !swept)
                qCWarning(logStock, "The sweep failed: %s", qUtf8Printable(swept.error().text));
        }
        takeBatch();
        serveInFlight();
    }
    m_connection.reset();
}

// False when it is time to end: stopping, with nothing left to serve. A lane that is stopped without a database keeps
// trying until the commands it has taken are overdue.
bool Lane::waitForWork()
{
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] { return m_isStopping || !m_queue.empty(); };
    if (!m_isSweeper) {
        m_wake.wait(lock, hasWork);
    } else {
        const auto wait = m_surroundings.schedule.untilNextSweep(m_surroundings.clock.now());
        m_wake.wait_for(lock, wait, hasWork);
    }
    return !m_isStopping || !m_queue.empty();
}

bool Lane::isSweepDue() const
{
    return m_isSweeper
        && m_surroundings.schedule.untilNextSweep(m_surroundings.clock.now()) == microseconds::zero();
}

// A sweep somebody asked for is a batch of its own.
void Lane::takeBatch()
{
    const std::lock_guard lock(m_mutex);
    const auto isSweep = [](const PendingCommand &command) { return sweepIn({&command, 1}) != nullptr; };
    while (!m_queue.empty() && m_inFlight.size() < batchMax) {
        if (isSweep(m_queue.front()) && !m_inFlight.empty())
            return;
        const bool isAlone = isSweep(m_queue.front());
        m_inFlight.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
        if (isAlone)
            return;
    }
}

bool Lane::connect()
{
    if (!m_connection)
        m_connection = std::make_unique<Connection>(m_surroundings.database, m_surroundings.statements, writerLimits);
    if (m_connection->isOpen())
        return true;
    auto opened = m_connection->open();
    if (opened) {
        if (auto prepared = m_connection->call("prepare_writer_session"_L1); !prepared)
            opened = std::unexpected(prepared.error());
    }
    if (!opened) {
        if (m_backOff == 0ms)
            qCWarning(logStock, "A lane cannot reach the database: %s", qUtf8Printable(opened.error().text));
        m_connection->close();
        return false;
    }
    m_backOff = 0ms;
    return true;
}

void Lane::backOff()
{
    m_backOff = std::clamp(m_backOff * 2, backOffMin, backOffMax);
    std::this_thread::sleep_for(m_backOff);
    refuseOverdue();
}

void Lane::serveInFlight()
{
    while (hasUnanswered()) {
        const bool isServed = connect() && (sweepIn(m_inFlight) ? (serveSweep(m_inFlight), true) : serve(m_inFlight));
        if (!isServed)
            backOff();
    }
    const std::lock_guard lock(m_mutex);
    m_inFlight.clear();
}

// Also forgets those that were refused meanwhile, so that nothing is done for a client that has been told no.
bool Lane::hasUnanswered()
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_inFlight, [](const PendingCommand &command) { return command.isAnswered; });
    return !m_inFlight.empty();
}

bool Lane::isAllAnswered()
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::all_of(m_inFlight, &PendingCommand::isAnswered);
}

bool Lane::serve(Part part)
{
    SqlError error;
    for (int repeat = 0; repeat < repeatsMax; ++repeat) {
        const bool mayGoTogether = repeat == 0;
        if (serveOnce(part, mayGoTogether, error))
            return true;
        if (error.isOutage())
            return false;
        if (!mayGoTogether && !error.isWorthRepeating())
            break;
    }
    if (part.size() > 1)
        return serveApart(part);
    refuseFailed(part, error);
    return true;
}

// One that the database cannot digest must not spoil the others: each on its own.
bool Lane::serveApart(Part part)
{
    for (auto &command : part) {
        if (!serve({&command, 1}))
            return false;
    }
    return true;
}

bool Lane::serveOnce(Part part, bool mayGoTogether, SqlError &error)
{
    const BatchRequest request(part);
    Transaction transaction(*m_connection);
    if (const auto &begun = transaction.begun(); !begun) {
        error = begun.error();
        return false;
    }
    auto events = request.call(*m_connection, mayGoTogether && request.mayGoTogether(), announcingName());
    if (!events) {
        error = std::move(events.error());
        qCWarning(logStock, "A batch of %zu failed: %s", part.size(), qUtf8Printable(error.text));
        return false;
    }
    auto outcomes = outcomesOf(part, request, *events);
    if (const auto committed = transaction.commit(); !committed) {
        error = committed.error();
        const bool isCommitted
            = error.kind == SqlError::Kind::ConnectionLost && fateOf(outcomes.transaction) == Fate::Committed;
        if (!isCommitted)
            return false;
    }
    tell(outcomes);
    answer(part, std::move(outcomes.outcomes));
    return true;
}

// The connection broke while the commit was under way. Nothing is acknowledged, and nothing sent again, before the
// server itself has said what became of the transaction.
Lane::Fate Lane::fateOf(std::optional<qint64> transaction)
{
    while (transaction && !isAllAnswered()) {
        if (connect()) {
            auto rows = m_connection->call("transaction_status"_L1, {*transaction});
            if (rows && rows->next()) {
                const auto status = rows->get<std::optional<QString>>(0).value_or(QString());
                if (status == "committed"_L1)
                    return Fate::Committed;
                if (status != "in progress"_L1)
                    return Fate::Aborted;
            } else if (!rows && !rows.error().isOutage()) {
                // A server that has never heard of the transaction: one that took over without it.
                return Fate::Aborted;
            }
        }
        backOff();
    }
    return Fate::Unknown;
}

void Lane::refuseFailed(Part part, const SqlError &error)
{
    const bool isPassing = error.isWorthRepeating() || error.kind == SqlError::Kind::LockTimeout
        || error.kind == SqlError::Kind::StatementTimeout || error.kind == SqlError::Kind::DiskFull
        || error.kind == SqlError::Kind::ReadOnly;
    qCCritical(logStock, "A command failed for good: %s", qUtf8Printable(error.text));
    if (error.kind == SqlError::Kind::ReadOnly)
        m_connection->close();
    const auto refusal = Refusal::of(isPassing ? ErrorCode::DbUnavailable : ErrorCode::InternalError);
    std::vector<std::move_only_function<void()>> refusals;
    {
        const std::lock_guard lock(m_mutex);
        for (auto &command : part) {
            if (!command.isAnswered)
                refusals.push_back(command.takeRefusal(refusal));
        }
    }
    for (auto &refuse : refusals)
        refuse();
}

void Lane::tell(const BatchOutcomes &outcomes)
{
    m_surroundings.clock.observe(outcomes.decidedAt);
    m_surroundings.board.update(outcomes.moves, steady_clock::now());
    if (outcomes.earliestDue)
        m_surroundings.schedule.observe(*outcomes.earliestDue);
    if (!outcomes.customers.isEmpty())
        m_surroundings.learnCustomers(outcomes.customers);
    if (!outcomes.changes.isEmpty())
        m_surroundings.publish(outcomes.changes);
}

void Lane::answer(Part part, std::vector<AnyOutcome> outcomes)
{
    std::vector<std::move_only_function<void()>> answers;
    answers.reserve(part.size());
    {
        const std::lock_guard lock(m_mutex);
        for (size_t index = 0; index < part.size(); ++index) {
            if (!part[index].isAnswered)
                answers.push_back(part[index].takeAnswer(std::move(outcomes[index])));
        }
    }
    for (auto &each : answers)
        each();
}

void Lane::serveSweep(Part part)
{
    const auto &command = std::get<Pending<ExpireDue>>(part.front().pending).command;
    auto swept = sweep(command.limit);
    if (!swept)
        return swept.error().isOutage() ? void() : refuseFailed(part, swept.error());
    std::vector<AnyOutcome> outcomes;
    outcomes.push_back(OutcomeOf<ExpireDue>(std::move(swept->expired)));
    answer(part, std::move(outcomes));
}

// Outside a transaction block: one statement, committed when it returns. Should its answer get lost, the next sweep
// finds what is left to do, and the watch sees what was done.
std::expected<SweepOutcome, SqlError> Lane::sweep(int limit)
{
    m_surroundings.schedule.beginSweep();
    auto rows = m_connection->call("expire_due"_L1, {limit, m_surroundings.serverName});
    if (!rows)
        return std::unexpected(rows.error());
    auto outcome = sweepOutcomeOf(readStockEvents(*rows));
    m_surroundings.clock.observe(outcome.expired.decidedAt);
    m_surroundings.schedule.endSweep(outcome.expired.nextDue);
    m_surroundings.board.update(outcome.moves, steady_clock::now());
    if (!outcome.changes.isEmpty())
        m_surroundings.publish(outcome.changes);
    return outcome;
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
