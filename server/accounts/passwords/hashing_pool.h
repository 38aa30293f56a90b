// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

#include <QtGlobal>

#include <condition_variable>
#include <deque>
#include <expected>
#include <functional>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace holdfast {

/// A few threads for work that takes tens of milliseconds of a core (password hashes), so that it neither
/// holds up a connection nor takes all cores from those who buy.
///
///     pool.post([&hasher, kept, password] { return hasher.verify(kept, password); },
///               [reply = std::move(reply)](std::expected<bool, Refusal> isRight) mutable { … });
///
/// `done` gets what `work` returned, exactly once: on a thread of the pool, or, when the pool is overfull or
/// stopped, OVERLOADED on the caller's thread before post() returns. Neither may throw.
class HashingPool final
{
public:
    /// How many jobs may wait for each thread: at 30 to 60 ms each the last is served within the deadline of
    /// a request (2 s).
    static constexpr int queueMaxEach = 32;

    /// Half the cores, at least one.
    static int threadsDefault();

    explicit HashingPool(int threads = threadsDefault(), int queueMax = threadsDefault() * queueMaxEach);
    /// Stops.
    ~HashingPool();
    Q_DISABLE_COPY_MOVE(HashingPool)

    /// Any thread.
    template <typename Work, typename Done>
    void post(Work work, Done done);

    /// Lets running jobs end, refuses those that wait, and waits for that. Not from a thread of the pool.
    void stop();

private:
    /// Called with true to do the work, with false to refuse it.
    using Job = std::move_only_function<void(bool isAdmitted)>;

    bool enqueue(Job &job);
    void work();
    Job next();

    const size_t m_queueMax;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::deque<Job> m_jobs;
    bool m_isStopped = false;
    std::vector<std::jthread> m_threads;
};

template <typename Work, typename Done>
void HashingPool::post(Work work, Done done)
{
    using Result = std::expected<std::invoke_result_t<Work &>, Refusal>;
    Job job = [work = std::move(work), done = std::move(done)](bool isAdmitted) mutable {
        if (isAdmitted)
            done(Result(work()));
        else
            done(Result(std::unexpect, Refusal::of(ErrorCode::Overloaded)));
    };
    if (!enqueue(job))
        job(false);
}

} // namespace holdfast
