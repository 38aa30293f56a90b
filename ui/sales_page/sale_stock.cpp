// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_stock.h"

#include "ui/widgets/number_text.h"

#include <QCoreApplication>

#include <limits>

namespace holdfast {

QHash<SaleId, SaleStock> stockOfSales(const Catalogue &catalogue)
{
    QHash<SaleId, SaleStock> stocks;
    for (const Product &product : catalogue.products()) {
        if (!product.sale)
            continue;
        SaleStock &stock = stocks[*product.sale];
        ++stock.products;
        stock.sold += product.stock.sold;
        stock.held += product.stock.reserved;
        stock.available += product.stock.available;
    }
    return stocks;
}

QSet<ProductId> productsOfSale(const Catalogue &catalogue, SaleId sale)
{
    QSet<ProductId> products;
    for (const Product &product : catalogue.products()) {
        if (product.sale == sale)
            products.insert(product.id);
    }
    return products;
}

StockLevel proportionsOf(const SaleStock &stock)
{
    const qint64 total = stock.sold + stock.held + stock.available;
    const qint64 scale = total / std::numeric_limits<int>::max() + 1;
    StockLevel level{.total = 0,
                     .available = static_cast<int>(stock.available / scale),
                     .reserved = static_cast<int>(stock.held / scale),
                     .sold = static_cast<int>(stock.sold / scale)};
    level.total = level.available + level.reserved + level.sold;
    return level;
}

QString unitsText(const SaleStock &stock)
{
    if (stock.products == 0)
        return QCoreApplication::translate("holdfast::SaleStock", "no products");
    return QCoreApplication::translate("holdfast::SaleStock", "%1 sold · %2 held · %3 left")
        .arg(countText(stock.sold), countText(stock.held), countText(stock.available));
}

} // namespace holdfast
