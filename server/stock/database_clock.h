// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <mutex>
#include <optional>

namespace holdfast {

/// The database's clock as the answers show it. Good for showing and for guessing; what decides is always the
/// clock inside the transaction. Any thread.
class DatabaseClock final
{
public:
    /// Call right after an answer that carried the database's time, with the moment before its question. The
    /// time was told somewhere in between, so a quick answer says more than a slow one: the best known is
    /// kept.
    void observe(Instant database, std::chrono::steady_clock::time_point asked);

    /// An act was decided at `moment`, which therefore has passed: whoever did it must not read a clock that
    /// has not come so far yet.
    void reached(Instant moment);

    /// Nothing before the first answer. Never ahead of the database's clock, but for drift.
    std::optional<ClockReading> reading() const;

    /// The database's time now, at the earliest; this machine's before the first answer.
    Instant now() const;

    /// The same; nothing when the database's time may be further past it than so much, or before the first
    /// answer.
    std::optional<Instant> nowWithin(std::chrono::microseconds doubtMax) const;

    /// How far the database's time can be past now(); nothing before the first answer.
    std::optional<std::chrono::microseconds> doubt() const;

private:
    void raise(Instant moment, std::chrono::steady_clock::time_point at);
    std::chrono::microseconds doubtAt(std::chrono::steady_clock::time_point moment) const;

    mutable std::mutex m_mutex;
    // All below guarded by m_mutex.
    std::optional<ClockReading> m_reading;
    /// How long the question and its answer of m_reading took.
    std::chrono::microseconds m_tookAtMost{0};
};

} // namespace holdfast
