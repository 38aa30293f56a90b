// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <mutex>
#include <optional>

namespace holdfast {

/// The database's clock as the newest answer showed it. Good for showing and for guessing; what decides is always
/// the clock inside the transaction. Any thread.
class DatabaseClock final
{
public:
    /// Call right after an answer that carried the database's time.
    void observe(Instant database)
    {
        const std::lock_guard lock(m_mutex);
        m_reading = ClockReading{database, std::chrono::steady_clock::now()};
    }

    /// Nothing before the first answer.
    std::optional<ClockReading> reading() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reading;
    }

    /// The database's time now; this machine's before the first answer.
    Instant now() const
    {
        const auto known = reading();
        return known ? known->now()
                     : std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }

private:
    mutable std::mutex m_mutex;
    // Guarded by m_mutex.
    std::optional<ClockReading> m_reading;
};

} // namespace holdfast
