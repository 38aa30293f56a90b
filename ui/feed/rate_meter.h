// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>

namespace holdfast {

/// How much a growing counter grew within the last minute. GUI thread only.
class RateMeter final
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr auto window = std::chrono::seconds(60);
    /// Readings closer together than this replace each other, so at most 61 are kept.
    static constexpr auto readingInterval = std::chrono::seconds(1);

    /// A counter that falls was restarted: counting starts anew.
    void add(TimePoint when, qint64 counter);
    /// Growth within the window that ends at the newest reading; 0 before the second reading.
    qint64 perMinute() const;

private:
    struct Reading
    {
        TimePoint when;
        qint64 counter = 0;
    };

    std::deque<Reading> m_readings;
    Reading m_newest;
};

} // namespace holdfast
