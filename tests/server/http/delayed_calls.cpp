// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/delayed_calls.h"

DelayedCalls::DelayedCalls()
    : m_thread([this] { run(); })
{
}

DelayedCalls::~DelayedCalls()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void DelayedCalls::call(std::chrono::milliseconds delay, Call call)
{
    {
        const std::lock_guard lock(m_mutex);
        m_calls.emplace(std::chrono::steady_clock::now() + delay, std::move(call));
    }
    m_changed.notify_all();
}

void DelayedCalls::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        if (m_calls.empty()) {
            m_changed.wait(lock);
            continue;
        }
        const auto due = m_calls.begin()->first;
        if (due > std::chrono::steady_clock::now()) {
            m_changed.wait_until(lock, due);
            continue;
        }
        auto next = std::move(m_calls.extract(m_calls.begin()).mapped());
        lock.unlock();
        next();
        lock.lock();
    }
}
