// SPDX-License-Identifier: GPL-3.0-only
#include "database/database_thread.h"

#include "database/database_worker.h"
#include "metrics/registry.h"

namespace holdfast {

DatabaseThread::DatabaseThread(const ConnectionSettings &settings, const StatementBook &book,
                               SessionLimits limits, const QString &name, ConnectedHandler connected,
                               std::optional<std::chrono::milliseconds> deadline)
    : m_deadline(deadline)
    , m_queue(queueMax, awayMax)
    , m_thread(QThread::create([this, settings, &book, limits, connected = std::move(connected)] {
        DatabaseWorker(settings, book, limits, m_queue, m_figures, awayMax, connected).work();
    }))
{
    m_thread->setObjectName(name);
    m_queue.markAway();
}

DatabaseThread::~DatabaseThread()
{
    stop();
}

void DatabaseThread::start()
{
    m_queue.markAway();
    m_thread->start();
    if (m_deadline)
        m_keeper = std::jthread([this](const std::stop_token &stop) { keepDeadline(stop); });
}

void DatabaseThread::stop()
{
    m_queue.close();
    m_thread->wait();
    m_keeper.request_stop();
    if (m_keeper.joinable())
        m_keeper.join();
    while (const auto task = m_queue.take()) // of a thread that never started
        task->refuse(databaseStopped());
}

void DatabaseThread::post(std::shared_ptr<DatabaseTask> task)
{
    if (const auto pushed = m_queue.push(task); !pushed)
        task->refuse(pushed.error());
}

void DatabaseThread::addTo(metrics::Registry &registry) const
{
    const metrics::Labels labels{{"thread", m_thread->objectName().toStdString()}};
    registry.addGauge(
        "holdfast_database_tasks_waiting", "Reads and simple writes that wait for their turn.",
        [this] { return static_cast<double>(m_queue.length()); }, labels);
    registry.add("holdfast_database_task_wait_seconds",
                 "How long each read or simple write has waited for its turn.", m_figures.waited, labels);
    registry.add("holdfast_database_task_seconds",
                 "How long each read or simple write has kept its connection.", m_figures.worked, labels);
}

// The thread can hang in a call to a database that has stopped answering, so somebody else keeps the
// deadline.
void DatabaseThread::keepDeadline(const std::stop_token &stop)
{
    std::unique_lock lock(m_keeperMutex);
    while (!m_keeperWake.wait_for(lock, stop, deadlineBeat, [&stop] { return stop.stop_requested(); })) {
        for (const auto &task : m_queue.takeOlderThan(*m_deadline))
            task->refuse(databaseSilent());
    }
}

} // namespace holdfast
