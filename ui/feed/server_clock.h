// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <optional>

namespace holdfast {

/// The database's time as the console knows it: every countdown and every phase is told by this clock, never
/// by the desktop's. GUI thread only.
class ServerClock final
{
public:
    void set(const ClockReading &reading) { m_reading = reading; }

    /// Nothing before the first reading.
    std::optional<Instant> now() const { return m_reading ? std::optional(m_reading->now()) : std::nullopt; }

private:
    std::optional<ClockReading> m_reading;
};

} // namespace holdfast
