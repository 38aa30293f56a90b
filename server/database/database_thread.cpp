// SPDX-License-Identifier: GPL-3.0-only
#include "database/database_thread.h"

#include "database/database_worker.h"

namespace holdfast {

DatabaseThread::DatabaseThread(const ConnectionSettings &settings, const StatementBook &book,
                               SessionLimits limits, const QString &name, ConnectedHandler connected)
    : m_queue(queueMax, awayMax)
    , m_thread(QThread::create([this, settings, &book, limits, connected = std::move(connected)] {
        DatabaseWorker(settings, book, limits, m_queue, awayMax, connected).work();
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
}

void DatabaseThread::stop()
{
    m_queue.close();
    m_thread->wait();
    while (const auto task = m_queue.take()) // of a thread that never started
        task->refuse(databaseStopped());
}

void DatabaseThread::post(std::unique_ptr<DatabaseTask> task)
{
    if (const auto pushed = m_queue.push(task); !pushed)
        task->refuse(pushed.error());
}

} // namespace holdfast
