// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/money.h"

#include <optional>
#include <vector>

namespace holdfast {

/// A product in a cart. It holds nothing: what it costs and whether it can be had is decided by the order.
struct CartLine
{
    ProductId product;
    QString name;
    int quantity = 0;
    /// When it was put in last; nothing when the product had no price.
    std::optional<Money> unitPrice;
    /// ISO 4217.
    QString currency;
    /// False when it has left the catalogue.
    bool isAvailable = false;
    /// As they are now.
    std::optional<Money> currentPrice;
    QString currentCurrency;
    int availableStock = 0;

    /// Orders refuse a line whose price is another one now.
    bool isPriceChanged() const { return currentPrice != unitPrice || currentCurrency != currency; }
};

/// What a customer means to buy, in order of product.
struct Cart
{
    static constexpr int linesMax = 100;

    UserId user;
    QString username;
    /// Moves with every change; 0 before the first.
    qint64 version = 0;
    std::vector<CartLine> lines;
};

} // namespace holdfast
