// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/database_task.h"

#include <chrono>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace holdfast {

/// What waits for a DatabaseThread, and whether waiting makes sense. Any thread.
class DatabaseQueue final
{
public:
    using Clock = std::chrono::steady_clock;

    /// `lengthMax` tasks may wait; none is taken once the database has been away for `awayMax`.
    DatabaseQueue(size_t lengthMax, std::chrono::milliseconds awayMax);

    /// Takes the task and leaves `task` empty, or leaves it alone and says why.
    std::expected<void, SqlError> push(std::shared_ptr<DatabaseTask> &task);
    /// Back to the head of the queue, whatever its length.
    void putBack(std::shared_ptr<DatabaseTask> task);
    /// The next task; none when nothing waits. It counts as under way until it is destroyed.
    std::shared_ptr<DatabaseTask> take();
    /// Removes and gives the tasks older than `age`; the one under way, if it is one of them, comes too and
    /// goes on.
    std::vector<std::shared_ptr<DatabaseTask>> takeOlderThan(std::chrono::milliseconds age);

    /// How many wait; the one under way does not.
    size_t length() const;

    /// From now on nothing is taken.
    void close();
    bool isClosed() const;

    /// The database went away, now; a second time changes nothing.
    void markAway();
    void markBack();
    bool isAway() const;
    /// True once the database has been away for so long that waiting ends.
    bool isAwayTooLong() const;

    /// Who is told that there is something to do. Called with the queue's lock held: it must only post an
    /// event.
    void setWaker(std::function<void()> waker);

private:
    bool isAwayTooLongLocked() const;

    const size_t m_lengthMax;
    const std::chrono::milliseconds m_awayMax;
    mutable std::mutex m_mutex;
    // All below guarded by m_mutex.
    std::deque<std::shared_ptr<DatabaseTask>> m_tasks; // oldest first
    std::weak_ptr<DatabaseTask> m_underWay;
    std::optional<Clock::time_point> m_awaySince;
    std::function<void()> m_waker;
    bool m_isClosed = false;
};

/// The errors of tasks that were not tried.
SqlError queueFull();
SqlError databaseAway();
SqlError databaseStopped();
/// The error of one that may have been tried.
SqlError databaseSilent();

} // namespace holdfast
