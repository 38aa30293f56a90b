// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "database/database_queue.h"

#include <QThread>

#include <chrono>
#include <functional>
#include <memory>

namespace holdfast {

/// One thread with one connection that does one task after another: all reads and simple writes of those who
/// may not wait for the database themselves.
///
///     database.read([id](Connection &connection) { return readProduct(connection, id); },
///                   [reply = std::move(reply)](std::expected<Product, SqlError> product) mutable { … });
///
/// `work` runs on the thread and returns std::expected<T, SqlError>. `done` gets that result, exactly once:
/// on the thread, or, when the task is refused at once (queue full, database away, stopped), on the caller's
/// thread before the call returns, with SqlError::Kind::Unavailable.
///
/// When the connection breaks, tasks wait while it is made anew, at most awayMax after it broke; from then on
/// all are refused at once until it is back. (An attempt in progress, at most Connection::connectTimeout a
/// host, is not cut short for those that already wait.)
class DatabaseThread final
{
public:
    static constexpr int queueMax = 1024;
    static constexpr std::chrono::milliseconds awayMax{2'000};

    /// Runs on the thread after each connect, before any task: to listen, or to look for what was missed.
    using ConnectedHandler = std::function<void(Connection &)>;

    /// `book` must outlive the thread. `name` is what a debugger shows.
    DatabaseThread(const ConnectionSettings &settings, const StatementBook &book, SessionLimits limits,
                   const QString &name, ConnectedHandler connected = {});
    /// Stops.
    ~DatabaseThread();
    Q_DISABLE_COPY_MOVE(DatabaseThread)

    /// Starts the thread and connects on it; waits for neither. Once.
    void start();
    /// Lets the running task end, refuses what waits, disconnects, ends the thread, and waits for all that.
    /// From then on every task is refused. Not from the thread itself.
    void stop();

    /// For work that changes nothing: it is repeated, once, if the connection breaks under it. Any thread.
    template <typename Work, typename Done>
    void read(Work work, Done done)
    {
        post(makeDatabaseTask(std::move(work), std::move(done), true));
    }

    /// For work that changes something: if the connection breaks under it, `done` gets ConnectionLost. Any
    /// thread.
    template <typename Work, typename Done>
    void write(Work work, Done done)
    {
        post(makeDatabaseTask(std::move(work), std::move(done), false));
    }

    /// False while the connection is being made (anew). Any thread.
    bool isConnected() const { return !m_queue.isAway(); }

private:
    void post(std::unique_ptr<DatabaseTask> task);

    DatabaseQueue m_queue;
    std::unique_ptr<QThread> m_thread;
};

} // namespace holdfast
