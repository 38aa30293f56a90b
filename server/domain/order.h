// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"

#include <QList>
#include <QMetaType>

#include <optional>

namespace holdfast {

/// One product of an order, at the price of that moment.
struct OrderLine
{
    ProductId product;
    QString productName;
    int quantity = 0;
    /// Nothing when the product had no price of its own.
    std::optional<Money> unitPrice;
    Money amount;
    /// The sale it was bought in.
    std::optional<SaleId> sale = {};
    /// The hold that was bought, as the API names it.
    std::optional<ReservationId> reservation = {};

    bool operator==(const OrderLine &) const = default;
};

struct Order
{
    OrderId id;
    UserId user;
    QString username;
    Money amount;
    /// ISO 4217.
    QString currency;
    Instant createdAt;
    QList<OrderLine> lines;

    bool operator==(const Order &) const = default;
};

/// Where an order stands among all of them: newest first, the greater id before the smaller in one moment.
struct OrderPlace
{
    Instant createdAt;
    OrderId id;

    bool operator==(const OrderPlace &) const = default;
};

/// A part of the orders, newest first, as an operator asks for it.
struct OrderSearch
{
    static constexpr int limitMax = 500;

    /// In the order's id, the customer's name or a product's name, whatever the case; empty finds all.
    QString text;
    /// Only older ones than this place; nothing begins with the newest.
    std::optional<OrderPlace> before = {};
    int limit = 100;
    /// Comes back with the answer, so that whoever asked knows his own.
    int ticket = 0;

    bool operator==(const OrderSearch &) const = default;
};

} // namespace holdfast
