// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/shelf.h"

#include <QJsonArray>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::optional<ShelfProduct> readProduct(const QJsonObject &product)
{
    const auto id = ProductId::from(product["id"_L1].toInteger());
    if (!id)
        return std::nullopt;
    const QJsonValue limit = product["per_user_limit"_L1];
    return ShelfProduct{.id = *id,
                        .name = product["name"_L1].toString(),
                        .total = product["total_stock"_L1].toInt(),
                        .available = product["available_stock"_L1].toInt(),
                        .perUserLimit = limit.isDouble() ? std::optional(limit.toInt()) : std::nullopt};
}

} // namespace

Shelf Shelf::read(const QJsonObject &listing, QLatin1StringView saleName)
{
    Shelf shelf;
    for (const auto &item : listing["items"_L1].toArray()) {
        const QJsonObject object = item.toObject();
        if (object["sale"_L1].toObject()["name"_L1].toString() != saleName)
            continue;
        if (const auto product = readProduct(object))
            shelf.m_products.push_back(*product);
    }
    std::ranges::sort(shelf.m_products, {}, &ShelfProduct::id);
    return shelf;
}

std::optional<ShelfProduct> Shelf::choose(Dice &dice, const QSet<ProductId> &tried, bool evenIfSoldOut) const
{
    std::vector<double> weights;
    double sum = 0.0;
    for (size_t place = 0; place < m_products.size(); ++place) {
        const ShelfProduct &product = m_products[place];
        const bool isWanted = !tried.contains(product.id) && (evenIfSoldOut || product.available > 0);
        weights.push_back(isWanted ? 2.0 / (2.0 + static_cast<double>(place)) : 0.0);
        sum += weights.back();
    }
    return sum > 0.0 ? std::optional(m_products[dice.weighted(weights)]) : std::nullopt;
}

} // namespace holdfast
