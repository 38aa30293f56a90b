// SPDX-License-Identifier: GPL-3.0-only
#include "database/database_worker.h"

#include <QLoggingCategory>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcDatabase, "holdfast.database")

} // namespace

DatabaseWorker::DatabaseWorker(const ConnectionSettings &settings, const StatementBook &book,
                               SessionLimits limits, DatabaseQueue &queue, DatabaseFigures &figures,
                               std::chrono::milliseconds awayMax, ConnectedHandler connected)
    : m_connection(settings, book, limits)
    , m_queue(queue)
    , m_figures(figures)
    , m_connected(std::move(connected))
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &DatabaseWorker::tryToConnect);
    m_deadlineTimer.setSingleShot(true);
    m_deadlineTimer.setTimerType(Qt::PreciseTimer);
    m_deadlineTimer.setInterval(awayMax);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &DatabaseWorker::refuseAllIfAwayTooLong);
    m_watchTimer.setInterval(watchPeriod);
    connect(&m_watchTimer, &QTimer::timeout, this, &DatabaseWorker::watch);
}

DatabaseWorker::~DatabaseWorker() = default;

void DatabaseWorker::work()
{
    m_queue.setWaker(
        [this] { QMetaObject::invokeMethod(this, &DatabaseWorker::turn, Qt::QueuedConnection); });
    connectAgain();
    m_watchTimer.start();
    m_loop.exec();
    m_queue.setWaker({});
    refuseAll(databaseStopped());
}

void DatabaseWorker::turn()
{
    if (m_queue.isClosed())
        m_loop.quit();
    else if (!m_queue.isAway())
        runNextTask();
}

void DatabaseWorker::runNextTask()
{
    if (auto task = m_queue.take()) {
        const auto began = DatabaseTask::Clock::now();
        m_figures.waited.observe(began - task->made());
        if (!task->run(m_connection))
            m_queue.putBack(std::move(task));
        m_figures.worked.observe(DatabaseTask::Clock::now() - began);
    }
    if (!m_connection.isOpen())
        connectAgain();
}

void DatabaseWorker::watch()
{
    if (m_queue.isAway() || m_connection.perform("ping"_L1) || m_connection.isOpen())
        return;
    connectAgain();
}

void DatabaseWorker::connectAgain()
{
    m_queue.markAway();
    m_deadlineTimer.start();
    m_backOff = backOffMin;
    tryToConnect();
}

void DatabaseWorker::tryToConnect()
{
    if (const auto opened = m_connection.open(); !opened) {
        tell(opened.error().text);
        refuseAllIfAwayTooLong();
        m_retryTimer.start(m_backOff);
        m_backOff = std::min(m_backOff * 2, backOffMax);
        return;
    }
    if (m_connected)
        m_connected(m_connection);
    if (!m_connection.isOpen())
        return m_retryTimer.start(m_backOff);
    if (!m_lastFault.isEmpty())
        qCInfo(lcDatabase, "The database is back");
    m_lastFault.clear();
    m_deadlineTimer.stop();
    m_queue.markBack();
}

// Once for each cause, not for each attempt.
void DatabaseWorker::tell(const QString &fault)
{
    if (fault != m_lastFault)
        qCWarning(lcDatabase, "No connection to the database: %s", qPrintable(fault));
    m_lastFault = fault;
}

void DatabaseWorker::refuseAllIfAwayTooLong()
{
    if (m_queue.isAwayTooLong())
        refuseAll(databaseAway());
}

void DatabaseWorker::refuseAll(const SqlError &error)
{
    while (const auto task = m_queue.take())
        task->refuse(error);
}

} // namespace holdfast
