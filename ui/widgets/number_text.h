// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"
#include "domain/money.h"

#include <QString>

namespace holdfast {

/// 12,480 as the user's locale groups it.
QString countText(qint64 count);

/// An amount with its currency's sign where it has a common one: €1,234.50, otherwise 1,234.50 CHF.
QString moneyText(Money amount, const QString &currency);

/// The same without its cents, for large type.
QString wholeMoneyText(qint64 minorUnits, const QString &currency);

/// What is left: 02:31, 1:02:31, 3 d 04:05:06; 00:00 when it is over. Begun seconds count, so that a hold
/// shows 00:01 until it ends.
QString countdownText(std::chrono::microseconds left);

/// How long something takes: 45 s, 10 min, 1 min 30 s, 1 h 5 min. Seconds are left out above an hour.
QString durationText(std::chrono::seconds duration);

/// The time of day in the time zone of this desktop: 14:03:22, or 14:03:22.417.
enum class TimeDetail { Seconds, Milliseconds };
QString timeOfDayText(Instant instant, TimeDetail detail = TimeDetail::Seconds);

/// The day and the minute in the time zone of this desktop: 2026-11-20 14:03.
QString dayAndTimeText(Instant instant);

} // namespace holdfast
