// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QLatin1String>

#include <algorithm>
#include <optional>

namespace holdfast {

/// Active until it ends, once: bought, run out, given back by its owner, or released by an operator.
enum class ReservationStatus { Active, Consumed, Expired, Cancelled, Released };

/// As the API and the table write it: "consumed".
QLatin1StringView reservationStatusName(ReservationStatus status);
std::optional<ReservationStatus> reservationStatusFromName(QStringView name);

/// Units of one product held for one user until expiresAt. An active hold past its time counts as expired for
/// everybody at once, whether or not the sweep has come by.
struct Reservation
{
    ReservationId id;
    ProductId product;
    UserId user;
    int quantity = 0;
    ReservationStatus status = ReservationStatus::Active;
    Instant createdAt;
    Instant expiresAt;
    std::optional<Instant> endedAt;
    /// What was left when its sale's pause stopped its clock; nothing while its clock runs. expiresAt is then
    /// as late as it can become: the sale's end and what was left after it, Instant::max() without an end.
    std::optional<std::chrono::microseconds> frozenLeft = {};

    ReservationStatus statusAt(Instant now) const
    {
        return status == ReservationStatus::Active && now >= expiresAt ? ReservationStatus::Expired : status;
    }
    /// How long it would still last; what was left while its clock stands still.
    std::chrono::microseconds leftAt(Instant now) const
    {
        const auto left = expiresAt - now;
        return frozenLeft ? std::min(left, *frozenLeft) : left;
    }
    /// Whether its clock stands still: it runs again by itself from the sale's end on.
    bool isFrozenAt(Instant now) const
    {
        return status == ReservationStatus::Active && frozenLeft && expiresAt - now > *frozenLeft;
    }
};

} // namespace holdfast
