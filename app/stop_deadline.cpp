// SPDX-License-Identifier: GPL-3.0-only
#include "app/stop_deadline.h"

#include <condition_variable>
#include <mutex>

namespace holdfast {

StopDeadline::StopDeadline(std::chrono::milliseconds limit, std::function<void()> lastResort)
    : m_thread([limit, lastResort = std::move(lastResort)](const std::stop_token &calledOff) {
        std::mutex mutex; // guards nothing: the condition is the token's
        std::condition_variable_any woken;
        std::unique_lock lock(mutex);
        woken.wait_for(lock, calledOff, limit, [] { return false; });
        if (!calledOff.stop_requested())
            lastResort();
    })
{
}

} // namespace holdfast
