// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/quantity.h"

#include <QString>
#include <QUuid>

#include <optional>

namespace holdfast {

/// One line of a command on its way to the database: sql/functions/stock_batch.sql says what its fields mean.
struct BatchLine
{
    enum Kind {
        ReserveKind = 1,
        CheckOutKind,
        CancelKind,
        ExtendKind,
        RestockKind,
        BuyNowKind,
        PlaceOrderKind,
    };

    int kind = 0;
    int ordinal = 0;
    std::optional<ProductId> product = {};
    std::optional<ReservationId> reservation = {};
    std::optional<UserId> user = {};
    std::optional<Quantity> quantity = {};
    std::optional<OrderId> order = {};
    std::optional<qint64> number = {};
    bool byOperator = false;
    QString reason = {};
    std::optional<QUuid> key = {};
    std::optional<QUuid> request = {};
};

} // namespace holdfast
