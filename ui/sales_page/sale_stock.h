// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/catalogue.h"

#include <QMetaType>

namespace holdfast {

/// The units of all products of one sale.
struct SaleStock
{
    int products = 0;
    qint64 sold = 0;
    qint64 held = 0;
    qint64 available = 0;

    bool operator==(const SaleStock &) const = default;
};

/// Of every sale that has products.
QHash<SaleId, SaleStock> stockOfSales(const Catalogue &catalogue);

/// The products of one sale, in no particular order.
QSet<ProductId> productsOfSale(const Catalogue &catalogue, SaleId sale);

/// The same proportions in numbers that fit a stock bar, whatever the sums.
StockLevel proportionsOf(const SaleStock &stock);

/// "12 sold · 3 held · 85 left"
QString unitsText(const SaleStock &stock);

} // namespace holdfast
