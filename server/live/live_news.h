// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <optional>
#include <variant>
#include <vector>

namespace holdfast {

// What the live feed tells, as values: each of them becomes one message.

/// The newest stock of a product.
struct StockUpdated
{
    StockState stock;
};

/// Who bought a product last, newest first.
struct ActivityUpdated
{
    ProductId product;
    std::vector<Purchase> latest;
};

/// A sale was made, edited, acted on, came to its time, or has other products than before.
struct SaleUpdated
{
    Sale sale;
    std::vector<Product> products;
};

/// A drop that was not there before.
struct DropCreated
{
    Product product;
    Sale sale;
};

/// What became of somebody's hold, except being bought.
struct HoldNews
{
    enum class What {
        Created,
        Expired,
        /// Given back by its owner, released by an operator, or let go with the sale.
        Cancelled,
    };

    What what;
    Reservation reservation;
};

/// Somebody bought something.
struct PurchaseCompleted
{
    Purchase purchase;
};

using LiveNews =
    std::variant<StockUpdated, ActivityUpdated, SaleUpdated, DropCreated, HoldNews, PurchaseCompleted>;

/// Whom a message is for.
struct LiveAudience
{
    /// What it is about, when that is one product.
    std::optional<ProductId> product = {};
    /// For this customer, and for admins and services; nothing for everybody.
    std::optional<UserId> owner = {};
};

LiveAudience audienceOf(const LiveNews &news);

} // namespace holdfast
