// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

#include <chrono>
#include <mutex>
#include <optional>

namespace holdfast {

/// When the next sweep is due: at once after a start, then when the next known hold falls due, and at the
/// latest lookIntervalMax after the last sweep, for holds that other servers made. Any thread.
class ExpirySchedule final
{
public:
    static constexpr std::chrono::milliseconds lookIntervalMax{500};
    /// The shortest hold there is (the table's hold_seconds_in_range).
    static constexpr std::chrono::seconds holdMin{1};

    /// A hold will fall due at this moment.
    void observe(Instant due);

    /// Before a sweep reads the database: what is observed from here on is not forgotten by endSweep().
    void beginSweep();
    void endSweep(std::optional<Instant> nextDue);

    /// Whether certainly no hold, of whatever server, falls due until `moment` from a database's time of now.
    /// Holds that other servers have made since the last sweep are not known here, but none is shorter than
    /// holdMin.
    bool isNoneDueBy(Instant moment, Instant databaseNow) const;
    /// Whether a sweep that began after this moment has found out which hold falls due next.
    bool isKnownSince(std::chrono::steady_clock::time_point moment) const;
    /// How long until the next sweep, by the database's time; zero when it is due.
    std::chrono::microseconds untilNextSweep(Instant databaseNow) const;

private:
    mutable std::mutex m_mutex;
    // All below guarded by m_mutex.
    std::optional<Instant> m_next;
    std::optional<Instant> m_observedDuringSweep;
    std::optional<std::chrono::steady_clock::time_point> m_lastSweep;
    // Since when the database has not been asked; a sweep that takes long, or fails, has not asked.
    std::optional<std::chrono::steady_clock::time_point> m_sweepBegan;
    std::optional<std::chrono::steady_clock::time_point> m_knownSince;
};

} // namespace holdfast
