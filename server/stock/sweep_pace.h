// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <chrono>

namespace holdfast {

/// How much a lane sweeps, and how often: a crowd keeps most of the time and waits a few milliseconds at
/// most; a lane without commands sweeps all it can. Not thread-safe.
class SweepPace final
{
public:
    using Clock = std::chrono::steady_clock;

    /// Holds a sweep ends while commands keep coming.
    static constexpr int chunkBesideCommands = 250;
    /// Beside commands a lane rests so many times as long as a sweep took.
    static constexpr int restPerSweep = 19;
    /// So long after its last command a lane has time for sweeps.
    static constexpr std::chrono::milliseconds idleAfter{20};
    /// A failed sweep may fail again for the same reason.
    static constexpr std::chrono::milliseconds againAfterFailure{200};

    /// A batch of commands has been served.
    void served(Clock::time_point at) { m_lastServed = at; }
    void swept(Clock::time_point began, Clock::time_point ended, bool isDone);

    /// Holds that a sweep beginning now may end.
    int chunk(Clock::time_point now) const;
    Clock::time_point notBefore() const;

private:
    Clock::time_point m_lastServed;
    Clock::time_point m_restUntil;
    Clock::time_point m_notBefore;
};

} // namespace holdfast
