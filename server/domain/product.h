// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"

#include <optional>

namespace holdfast {

/// The four numbers of a product. At every commit total = available + reserved + sold.
struct StockLevel
{
    int total = 0;
    int available = 0;
    int reserved = 0;
    int sold = 0;

    constexpr bool addsUp() const { return total == available + reserved + sold; }
    constexpr bool operator==(const StockLevel &) const = default;
};

/// What stock looked like at one version. A higher version of the same product is newer; equal versions are
/// equal.
struct StockState
{
    ProductId product;
    StockLevel level;
    qint64 stockVersion = 0;
};

/// A state together with how many changes of stock the transaction that left it had made. What lies between
/// the last known version and the first of these changes was done by somebody else.
struct StockMove
{
    StockState state;
    qint64 changes = 0;

    qint64 versionBefore() const { return state.stockVersion - changes; }
};

/// A product of the catalogue with its newest known stock.
struct Product
{
    ProductId id;
    QString name;
    QString description;
    QString category;
    std::optional<Money> price;
    /// ISO 4217.
    QString currency;
    std::optional<int> perUserLimit;
    int holdSeconds = 0;
    /// Moves with every edit of the catalogue.
    qint64 version = 1;
    /// Moves with every change of stock.
    qint64 stockVersion = 1;
    StockLevel stock;
    std::optional<SaleId> sale;
    Instant createdAt;
};

} // namespace holdfast
