// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/outcome.h"
#include "domain/product_edit.h"
#include "stock/catalogue_news.h"

namespace holdfast {

/// A product as an act on the catalogue has left it.
struct ProductChanged
{
    Product product;
    CatalogueNews news;
};

using ProductOutcome = std::expected<Outcome<ProductChanged>, SqlError>;

// What admins and the operator do with products. All block on the database, on the connection's thread, in
// the caller's transaction; what is to be done with their news: catalogue_news.h. `sender` names this server
// in the announcement to the others.

/// Never refuses.
ProductOutcome addProduct(Connection &connection, const NewProduct &product, const QString &sender);

} // namespace holdfast
