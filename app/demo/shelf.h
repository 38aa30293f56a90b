// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/dice.h"
#include "domain/ids.h"

#include <QJsonObject>
#include <QSet>

#include <optional>
#include <vector>

namespace holdfast {

/// One product as a visitor sees it.
struct ShelfProduct
{
    ProductId id;
    QString name;
    int total = 0;
    int available = 0;
    std::optional<int> perUserLimit;
};

/// What a visitor may buy: the products of one sale, the most wanted first.
class Shelf final
{
public:
    /// Reads a page of the catalogue; products of other sales, or of none, are not on the shelf.
    static Shelf read(const QJsonObject &listing, QLatin1StringView saleName);

    bool isEmpty() const { return m_products.empty(); }
    const std::vector<ShelfProduct> &products() const { return m_products; }

    /// What somebody takes next: the first product about twice as often as the third. Nothing when all have
    /// been tried already, or nothing is left of the others.
    std::optional<ShelfProduct> choose(Dice &dice, const QSet<ProductId> &tried, bool evenIfSoldOut) const;

private:
    std::vector<ShelfProduct> m_products;
};

} // namespace holdfast
