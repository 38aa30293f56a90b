// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/pending_command.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace holdfast {

/// What waits for a lane, in the order in which it came. Any thread; one at a time waits and takes.
class CommandQueue final
{
public:
    /// Commands waiting; one more is refused with OVERLOADED.
    static constexpr size_t lengthMax = 16'384;
    /// Commands in one batch.
    static constexpr size_t batchMax = 2'000;
    /// Lines of all commands in one batch, unless a single command has more.
    static constexpr size_t batchLinesMax = 4'000;

    CommandQueue() = default;
    Q_DISABLE_COPY_MOVE(CommandQueue)

    /// Refused with OVERLOADED when the queue is full or closed.
    void post(PendingCommand command);
    /// Nothing is let in from now on; what waits is still to be taken.
    void close();

    /// Waits until there is something to take, or for so long. False when there is nothing left to wait for:
    /// closed and empty.
    bool waitForWork(std::chrono::microseconds timeout);
    /// All that waits, up to a batch; none when nothing does. A sweep is a batch of its own.
    std::vector<PendingCommand> takeBatch();
    /// The answers to those that have waited past their deadline; to be called outside any lock.
    std::vector<std::move_only_function<void()>> takeOverdue(std::chrono::steady_clock::time_point now);

    size_t length() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    // All below guarded by m_mutex.
    std::deque<PendingCommand> m_commands;
    bool m_isAwaited = false;
    bool m_isClosed = false;
};

} // namespace holdfast
