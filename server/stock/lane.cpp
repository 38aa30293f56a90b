// SPDX-License-Identifier: GPL-3.0-only
// The life of a lane. How it serves a batch is in lane_batch.cpp, and what it does when one fails in
// lane_recovery.cpp.
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
// Others hold a product's lock for the length of a batch. What takes longer than the deadline nobody waits
// for.
constexpr SessionLimits writerLimits{
    .lock = 500ms, .statement = PendingCommand::deadline, .idleInTransaction = 10'000ms};

} // namespace

Lane::Lane(const LaneSurroundings &surroundings, DatabaseHistory &history, bool isSweeper)
    : m_surroundings(surroundings)
    , m_history(history)
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
    m_queue.close();
    if (m_thread.joinable())
        m_thread.join();
}

void Lane::refuseOverdue()
{
    const auto now = steady_clock::now();
    for (auto &refuse : m_batch.takeOverdue(now))
        refuse();
    for (auto &refuse : m_queue.takeOverdue(now))
        refuse();
}

// A lane that is stopped without a database keeps trying until the commands it has taken are overdue.
void Lane::run()
{
    while (m_queue.waitForWork(untilNextSweep())) {
        if (!connect()) {
            backOff();
            continue;
        }
        if (untilNextSweep() == microseconds::zero())
            sweepAsDue();
        takeBatch();
        if (!m_batch.isEmpty())
            serveBatch();
    }
    m_connection.reset();
}

void Lane::takeBatch()
{
    auto commands = m_queue.takeBatch();
    if (commands.empty())
        return;
    m_figures.countBatch(commands);
    for (auto &command : commands) {
        if (const auto *reserve = std::get_if<Pending<Reserve>>(&command.pending))
            command.isFresh = m_fresh.take(reserve->command);
    }
    m_batch.begin(std::move(commands));
}

void Lane::serveBatch()
{
    for (auto part = m_batch.unanswered(); !part.empty(); part = m_batch.unanswered()) {
        const bool isServed = connect() && (part.front().isSweep() ? serveSweep(part) : serveByCompany(part));
        if (!isServed)
            backOff();
    }
    m_batch.end();
    m_pace.served(steady_clock::now());
}

microseconds Lane::untilNextSweep() const
{
    if (!m_isSweeper)
        return microseconds::max();
    const auto untilAgain = duration_cast<microseconds>(m_pace.notBefore() - steady_clock::now());
    return std::max(untilAgain, m_surroundings.schedule.untilNextSweep(m_surroundings.clock.now()));
}

void Lane::sweepAsDue()
{
    const auto began = steady_clock::now();
    const auto swept = sweep(m_pace.chunk(began));
    m_pace.swept(began, steady_clock::now(), swept.has_value());
    if (!swept)
        qCWarning(logStock, "The sweep failed: %s", qUtf8Printable(swept.error().text));
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
    auto session = m_connection->call("this_session"_L1);
    if (!session)
        return std::unexpected(std::move(session.error()));
    session->next();
    m_session = {session->get<int>(0), session->get<QString>(1)};
    auto rows = m_connection->call("database_history"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    // Customers that this process knows from another history are looked for.
    return m_history.isKnown(rows->get<QString>(0)) ? m_connection->perform("trust_references"_L1)
                                                    : std::expected<void, SqlError>();
}

void Lane::backOff()
{
    m_backOff = std::clamp(m_backOff * 2, backOffMin, backOffMax);
    std::this_thread::sleep_for(m_backOff);
    refuseOverdue();
}

} // namespace holdfast
