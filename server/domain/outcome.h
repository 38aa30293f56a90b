// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"
#include "domain/purchase.h"
#include "domain/refusal.h"
#include "domain/reservation.h"

#include <expected>
#include <vector>

namespace holdfast {

/// A hold as it stands after a command, and the stock of its product right after that command.
struct Hold
{
    Reservation reservation;
    StockState stock;
};

/// Every outcome says when it was decided, by the database's clock, and whether it is the kept answer to an
/// earlier request with the same Idempotency-Key.
struct Reserved
{
    Instant decidedAt;
    std::vector<Hold> holds;
    bool isReplay = false;
};

struct CheckedOut
{
    Instant decidedAt;
    Hold hold;
    Purchase purchase;
    /// Nothing when the product has no price of its own.
    std::optional<Money> unitPrice;
    QString currency;
    bool isReplay = false;
};

struct Cancelled
{
    Instant decidedAt;
    Hold hold;
    bool isReplay = false;
};

struct Extended
{
    Instant decidedAt;
    Hold hold;
    bool isReplay = false;
};

struct Restocked
{
    Instant decidedAt;
    StockState stock;
    bool isReplay = false;
};

struct ExpiredDue
{
    Instant decidedAt;
    std::vector<Reservation> holds;
    /// When the next active hold falls due; nothing while there is none.
    std::optional<Instant> nextDue;
    bool isReplay = false;
};

struct BoughtNow : CheckedOut
{
};

/// One order of several lines, in order of product.
struct Ordered
{
    Instant decidedAt;
    std::vector<CheckedOut> lines;
    bool isReplay = false;
};

template <typename Success>
using Outcome = std::expected<Success, Refusal>;

} // namespace holdfast
