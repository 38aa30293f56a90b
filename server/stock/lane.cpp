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
// A failed sweep may fail again for the same reason.
constexpr milliseconds sweepAgainAfter{200};
// A sweep beside commands is short, and leaves most of the time to them.
constexpr int chunkBesideCommands = 500;
constexpr int restPerSweep = 9;
// So long after its last command a lane has time for sweeps.
constexpr milliseconds idleAfter{20};
// Others hold a product's lock for the length of a batch. What takes longer than the deadline nobody waits
// for.
constexpr SessionLimits writerLimits{
    .lock = 500ms, .statement = Lane::deadline, .idleInTransaction = 10'000ms};

bool isOverdue(const PendingCommand &command, steady_clock::time_point now)
{
    return now - command.arrived >= Lane::deadline;
}

bool isSweep(const PendingCommand &command)
{
    return std::holds_alternative<Pending<ExpireDue>>(command.pending);
}

size_t linesOf(const PendingCommand &command)
{
    if (const auto *reserve = std::get_if<Pending<Reserve>>(&command.pending))
        return reserve->command.lines.size();
    const auto *order = std::get_if<Pending<PlaceOrder>>(&command.pending);
    return order ? order->command.lines.size() : 1;
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

size_t Lane::queueLength()
{
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void Lane::run()
{
    while (waitForWork()) {
        if (!connect()) {
            backOff();
            continue;
        }
        if (untilNextSweep() == microseconds::zero())
            sweepAsDue();
        takeBatch();
        if (m_inFlight.empty())
            continue;
        m_figures.countBatch(m_inFlight);
        serveInFlight();
        m_lastServed = steady_clock::now();
    }
    m_connection.reset();
}

// False when it is time to end: stopping, with nothing left to serve. A lane that is stopped without a
// database keeps trying until the commands it has taken are overdue.
bool Lane::waitForWork()
{
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] { return m_isStopping || !m_queue.empty(); };
    if (!m_isSweeper) {
        m_wake.wait(lock, hasWork);
    } else {
        m_wake.wait_for(lock, untilNextSweep(), hasWork);
    }
    return !m_isStopping || !m_queue.empty();
}

microseconds Lane::untilNextSweep() const
{
    if (!m_isSweeper)
        return microseconds::max();
    const auto notBefore = std::max(m_sweepNotBefore, std::min(m_sweepRestUntil, m_lastServed + idleAfter));
    const auto untilAgain = duration_cast<microseconds>(notBefore - steady_clock::now());
    return std::max(untilAgain, m_surroundings.schedule.untilNextSweep(m_surroundings.clock.now()));
}

void Lane::sweepAsDue()
{
    const auto began = steady_clock::now();
    const bool isBesideCommands = began - m_lastServed < idleAfter;
    const auto swept = sweep(isBesideCommands ? chunkBesideCommands : ExpireDue::chunkMax);
    const auto ended = steady_clock::now();
    m_sweepRestUntil = ended + restPerSweep * (ended - began);
    if (!swept) {
        m_sweepNotBefore = ended + sweepAgainAfter;
        qCWarning(logStock, "The sweep failed: %s", qUtf8Printable(swept.error().text));
    }
}

// A sweep somebody asked for is a batch of its own. A command whose key is in the batch already waits for the
// next one, where the kept answer is.
void Lane::takeBatch()
{
    const std::lock_guard lock(m_mutex);
    size_t lines = 0;
    QSet<QUuid> keys;
    std::deque<PendingCommand> later;
    while (!m_queue.empty() && m_inFlight.size() < batchMax) {
        PendingCommand &next = m_queue.front();
        const bool isAlone = isSweep(next);
        lines += linesOf(next);
        if (!m_inFlight.empty() && (isAlone || lines > batchLinesMax))
            break;
        const bool isRepeated = next.idempotency && keys.contains(next.idempotency->key);
        if (next.idempotency)
            keys.insert(next.idempotency->key);
        if (isRepeated)
            later.push_back(std::move(next));
        else
            m_inFlight.push_back(std::move(next));
        m_queue.pop_front();
        if (isAlone)
            break;
    }
    m_queue.insert(m_queue.begin(), std::move_iterator(later.begin()), std::move_iterator(later.end()));
}

bool Lane::connect()
{
    if (!m_connection)
        m_connection =
            std::make_unique<Connection>(m_surroundings.database, m_surroundings.statements, writerLimits);
    if (m_connection->isOpen())
        return true;
    auto opened = m_connection->open();
    if (opened)
        opened = prepareSession();
    if (!opened) {
        if (m_backOff == 0ms)
            qCWarning(logStock, "A lane cannot reach the database: %s", qUtf8Printable(opened.error().text));
        m_connection->close();
        return false;
    }
    m_backOff = 0ms;
    return true;
}

std::expected<void, SqlError> Lane::prepareSession()
{
    if (auto prepared = m_connection->perform("prepare_writer_session"_L1); !prepared)
        return prepared;
    auto rows = m_connection->call("database_history"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    const auto history = rows->get<QString>(0);
    if (m_history.isEmpty())
        m_history = history;
    // Customers that this process knows from another history are looked for.
    return history == m_history ? m_connection->perform("trust_references"_L1)
                                : std::expected<void, SqlError>();
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
        const bool isServed =
            connect() && (isSweep(m_inFlight.front()) ? serveSweep(m_inFlight) : serve(m_inFlight));
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

} // namespace holdfast
