// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "database/database_figures.h"
#include "database/database_queue.h"

#include <QThread>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace holdfast::metrics {
class Registry;
}

namespace holdfast {

/// One thread with one connection that does one task after another: all reads and simple writes of those who
/// may not wait for the database themselves.
///
///     database.read([id](Connection &connection) { return readProduct(connection, id); },
///                   [reply = std::move(reply)](std::expected<Product, SqlError> product) mutable { … });
///
/// `work` runs on the thread and returns std::expected<T, SqlError>. `done` gets that result, exactly once:
/// on the thread, or, when the task is refused at once (queue full, database away, stopped), on the caller's
/// thread before the call returns, with SqlError::Kind::Unavailable. It must be quick and must not wait.
///
/// With a deadline, a task that has waited or run for longer is refused, with Unavailable too: `done` is then
/// called on the keeper's thread, at most deadlineBeat late. This is for a server that neither answers
/// nor hangs up. One that waited never runs. One under way runs on, the next ones behind it, and its result
/// is dropped: so `work` must own what it touches, or that must outlive this thread; and either of `work` and
/// `done` may be destroyed on any of these threads.
///
/// When the connection breaks, tasks wait while it is made anew, at most awayMax after it broke; from then on
/// all are refused at once until it is back. (An attempt in progress, at most Connection::connectTimeout a
/// host, is not cut short for those that already wait, unless there is a deadline.)
class DatabaseThread final
{
public:
    static constexpr int queueMax = 1024;
    static constexpr std::chrono::milliseconds awayMax{2'000};

    /// Runs on the thread after each connect, before any task: to listen, or to look for what was missed.
    using ConnectedHandler = std::function<void(Connection &)>;

    /// How often tasks are looked through for those past their deadline.
    static constexpr std::chrono::milliseconds deadlineBeat{100};

    /// `book` must outlive the thread. `name` is what a debugger shows. Without a `deadline` tasks wait for
    /// as long as the database does not answer.
    DatabaseThread(const ConnectionSettings &settings, const StatementBook &book, SessionLimits limits,
                   const QString &name, ConnectedHandler connected = {},
                   std::optional<std::chrono::milliseconds> deadline = {});
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
    /// thread. The same goes for a deadline that passes: `done` gets Unavailable, and the change may have
    /// been made or still be made, so its client must be told that nobody knows.
    template <typename Work, typename Done>
    void write(Work work, Done done)
    {
        post(makeDatabaseTask(std::move(work), std::move(done), false));
    }

    /// False while the connection is being made (anew). Any thread.
    bool isConnected() const { return !m_queue.isAway(); }

    /// What its tasks wait for and take, under its name. It must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    void post(std::shared_ptr<DatabaseTask> task);

    void keepDeadline(const std::stop_token &stop);

    const std::optional<std::chrono::milliseconds> m_deadline;
    DatabaseQueue m_queue;
    DatabaseFigures m_figures;
    std::unique_ptr<QThread> m_thread;
    std::mutex m_keeperMutex;
    std::condition_variable_any m_keeperWake;
    std::jthread m_keeper;
};

} // namespace holdfast
