// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>
#include <functional>
#include <thread>

namespace holdfast {

/// Something has to be over within a time: when this is still alive then, `lastResort` runs, once, on a
/// thread of its own. The destructor calls that off, or waits until it is done. Any thread.
class StopDeadline final
{
public:
    StopDeadline(std::chrono::milliseconds limit, std::function<void()> lastResort);
    ~StopDeadline() = default;
    Q_DISABLE_COPY_MOVE(StopDeadline)

private:
    // Its destructor asks it to stop and joins.
    std::jthread m_thread;
};

} // namespace holdfast
