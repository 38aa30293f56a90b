// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QLatin1String>

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

    ReservationStatus statusAt(Instant now) const
    {
        return status == ReservationStatus::Active && now >= expiresAt ? ReservationStatus::Expired : status;
    }
};

} // namespace holdfast
