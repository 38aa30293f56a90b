// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

/// Runs functions after a delay on a thread of its own: what a lane is to an endpoint. Calls still waiting at
/// the end are dropped.
class DelayedCalls final
{
public:
    using Call = std::move_only_function<void()>;

    DelayedCalls();
    ~DelayedCalls();
    Q_DISABLE_COPY_MOVE(DelayedCalls)

    /// Any thread.
    void call(std::chrono::milliseconds delay, Call call);

private:
    void run();

    std::mutex m_mutex; // guards m_calls and m_isEnding
    std::condition_variable m_changed;
    std::multimap<std::chrono::steady_clock::time_point, Call> m_calls;
    bool m_isEnding = false;
    std::thread m_thread;
};
