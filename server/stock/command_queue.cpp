// SPDX-License-Identifier: GPL-3.0-only
#include "stock/command_queue.h"

#include <QSet>

#include <iterator>

namespace holdfast {

using namespace std::chrono;

namespace {

size_t linesOf(const PendingCommand &command)
{
    if (const auto *reserve = std::get_if<Pending<Reserve>>(&command.pending))
        return reserve->command.lines.size();
    const auto *order = std::get_if<Pending<PlaceOrder>>(&command.pending);
    return order ? order->command.lines.size() : 1;
}

} // namespace

void CommandQueue::post(PendingCommand command)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isClosed && m_commands.size() < lengthMax) {
            m_commands.push_back(std::move(command));
            // Who is at work looks at the queue again by itself.
            if (m_isAwaited && m_commands.size() == 1)
                m_wake.notify_one();
            return;
        }
    }
    command.refuse(Refusal::of(ErrorCode::Overloaded));
}

void CommandQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
    }
    m_wake.notify_all();
}

bool CommandQueue::waitForWork(microseconds timeout)
{
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] { return m_isClosed || !m_commands.empty(); };
    m_isAwaited = true;
    // A wait without an end is one of its own: "now and for ever" is past what a clock can tell.
    if (timeout == microseconds::max())
        m_wake.wait(lock, hasWork);
    else
        m_wake.wait_for(lock, timeout, hasWork);
    m_isAwaited = false;
    return !m_isClosed || !m_commands.empty();
}

// A command whose key is in the batch already waits for the next one, where the kept answer is.
std::vector<PendingCommand> CommandQueue::takeBatch()
{
    const std::lock_guard lock(m_mutex);
    std::vector<PendingCommand> batch;
    batch.reserve(std::min(m_commands.size(), batchMax));
    size_t lines = 0;
    QSet<QUuid> keys;
    std::deque<PendingCommand> later;
    while (!m_commands.empty() && batch.size() < batchMax) {
        PendingCommand &next = m_commands.front();
        lines += linesOf(next);
        if (!batch.empty() && (next.isSweep() || lines > batchLinesMax))
            break;
        const bool isRepeated = next.idempotency && keys.contains(next.idempotency->key);
        if (next.idempotency)
            keys.insert(next.idempotency->key);
        auto &place = isRepeated ? later.emplace_back(std::move(next)) : batch.emplace_back(std::move(next));
        m_commands.pop_front();
        if (place.isSweep())
            break;
    }
    m_commands.insert(m_commands.begin(), std::move_iterator(later.begin()), std::move_iterator(later.end()));
    return batch;
}

std::vector<std::move_only_function<void()>> CommandQueue::takeOverdue(steady_clock::time_point now)
{
    std::vector<std::move_only_function<void()>> refusals;
    const std::lock_guard lock(m_mutex);
    while (!m_commands.empty() && m_commands.front().isOverdue(now)) {
        refusals.push_back(m_commands.front().takeRefusal(Refusal::of(ErrorCode::DbUnavailable)));
        m_commands.pop_front();
    }
    return refusals;
}

size_t CommandQueue::length() const
{
    const std::lock_guard lock(m_mutex);
    return m_commands.size();
}

} // namespace holdfast
