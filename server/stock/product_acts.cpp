// SPDX-License-Identifier: GPL-3.0-only
#include "stock/product_acts.h"

#include "stock/catalogue.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString subjectOf(ProductId product)
{
    return u"product:"_s + product.text();
}

} // namespace

ProductOutcome addProduct(Connection &connection, const NewProduct &product, const QString &sender)
{
    auto made = createProduct(connection, product, sender);
    if (!made)
        return std::unexpected(std::move(made.error()));
    CatalogueNews news{.action = u"product.create"_s,
                       .subject = subjectOf(made->id),
                       .detail = {{u"name"_s, made->name}, {u"total_stock"_s, made->stock.total}},
                       .changes = {}};
    news.changes.products.push_back(*made);
    return ProductChanged{*std::move(made), std::move(news)};
}

} // namespace holdfast
