// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/rows.h"
#include "domain/product.h"
#include "domain/refusal.h"
#include "domain/reservation.h"

#include <optional>
#include <vector>

namespace holdfast {

/// One row of stock_batch() or expire_due(): what a command came to, or what else changed with it. Which
/// fields are set depends on `what`; the SQL type stock_event says how.
struct StockEvent
{
    enum class What {
        Refused,
        Held,
        Bought,
        Ended,
        Extended,
        Restocked,
        Product,
        Customer,
        Expired,
        Transaction,
        Next,
        Replay,
        Again,
        /// A hold ended as its units went into an order of another quantity.
        Replaced,
        /// The clock of a hold stopped, started again, or stands still towards another end.
        Clock,
        /// The act on a sale is done.
        Sale
    };

    What what = What::Refused;
    int ordinal = -1;
    int line = 0;
    std::optional<Refusal> refusal;
    std::optional<ProductId> product;
    StockLevel level;
    qint64 stockVersion = 0;
    std::optional<ReservationId> reservation;
    std::optional<UserId> user;
    QString username;
    int quantity = 0;
    ReservationStatus status = ReservationStatus::Active;
    std::optional<Instant> createdAt;
    std::optional<Instant> expiresAt;
    std::optional<Instant> endedAt;
    std::optional<std::chrono::microseconds> frozenLeft;
    std::optional<OrderId> order;
    std::optional<Money> unitPrice;
    Money amount;
    QString currency;
    Instant decidedAt;
    std::optional<SaleId> sale;

    /// The product's stock right after this event. Only for events that name a product.
    StockState stock() const { return {product.value(), level, stockVersion}; }
    /// Only for events that tell of a hold.
    Reservation hold() const;
};

/// Reads every row. A row that does not fit is a bug and ends the program.
std::vector<StockEvent> readStockEvents(Rows &rows);

} // namespace holdfast
