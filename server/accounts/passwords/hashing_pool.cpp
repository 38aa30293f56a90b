// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/passwords/hashing_pool.h"

#include <algorithm>

namespace holdfast {

int HashingPool::threadsDefault()
{
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2));
}

HashingPool::HashingPool(int threads, int queueMax)
    : m_queueMax(static_cast<size_t>(queueMax))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

HashingPool::~HashingPool()
{
    stop();
}

bool HashingPool::enqueue(Job &job)
{
    const std::lock_guard lock(m_mutex);
    if (m_isStopped || m_jobs.size() >= m_queueMax)
        return false;
    m_jobs.push_back(std::move(job));
    m_changed.notify_one();
    return true;
}

void HashingPool::work()
{
    while (auto job = next())
        job(true);
}

// The next job; an empty one when the pool stops.
HashingPool::Job HashingPool::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isStopped || !m_jobs.empty(); });
    if (m_isStopped)
        return {};
    Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    return job;
}

void HashingPool::stop()
{
    std::deque<Job> waiting;
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        waiting.swap(m_jobs);
    }
    m_changed.notify_all();
    m_threads.clear();
    for (auto &job : waiting)
        job(false);
}

} // namespace holdfast
