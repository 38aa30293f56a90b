// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace holdfast {

/// A moment in UTC with PostgreSQL's precision. Moments that decide anything come from the database's clock.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// ISO 8601 UTC with milliseconds: 2026-11-20T09:15:00.123Z. Fractions of a millisecond are cut.
QString toIsoText(Instant instant);

/// ISO 8601 with an offset or Z; nothing when it cannot be read or names no offset.
std::optional<Instant> fromIsoText(const QString &text);

constexpr Instant instantFromMicroseconds(qint64 microseconds)
{
    return Instant(std::chrono::microseconds(microseconds));
}

constexpr qint64 toMicroseconds(Instant instant)
{
    return instant.time_since_epoch().count();
}

} // namespace holdfast
