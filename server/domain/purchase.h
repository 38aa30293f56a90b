// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"

namespace holdfast {

/// One order line as the leaderboard shows it: who bought how much of what, when, for how much.
struct Purchase
{
    OrderId order;
    ReservationId reservation;
    ProductId product;
    UserId user;
    QString username;
    int quantity = 0;
    Money amount;
    Instant purchasedAt;
};

/// A name for strangers' eyes: the first letter and stars, whatever the length ("a***").
QString maskedName(const QString &username);

} // namespace holdfast
