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
    /// The one it is in.
    std::optional<Sale> sale;
    CatalogueNews news;
};

using ProductOutcome = std::expected<Outcome<ProductChanged>, SqlError>;

// What admins and the operator do with products. All block on the database, on the connection's thread, in
// the caller's transaction; what is to be done with their news: catalogue_news.h. `sender` names this server
// in the announcement to the others. Holds whose time is over stand in nobody's way: they end first.

/// Never refuses.
ProductOutcome addProduct(Connection &connection, const NewProduct &product, const QString &sender);

/// PRODUCT_NOT_FOUND; VERSION_CONFLICT {version}; STOCK_IN_USE {reserved_stock, sold_stock} when the total
/// would not cover what is held and sold, or the product would change its sale while somebody holds it;
/// VALIDATION_ERROR for a sale that cannot take it; CONFLICT when it would leave its own drop. An edit that
/// changes nothing leaves the version as it is. `actor` stands in the stock movement.
ProductOutcome editProduct(Connection &connection, ProductId product, const ProductEdit &edit,
                           const ProductVersions &versions, const std::optional<UserId> &actor,
                           const QString &sender);

/// Takes it off the catalogue; never erases it. PRODUCT_NOT_FOUND, VERSION_CONFLICT, and STOCK_IN_USE while
/// somebody holds it. The product is answered as it was.
ProductOutcome archiveProduct(Connection &connection, ProductId product, const ProductVersions &versions,
                              const QString &sender);

/// Undoes archiveProduct(). PRODUCT_NOT_FOUND for one that never was.
ProductOutcome restoreProduct(Connection &connection, ProductId product, const QString &sender);

/// What explains a product's total, newest first, at most `limit`; archived products have theirs as well.
std::expected<std::vector<StockMovement>, SqlError> readMovements(Connection &connection, ProductId product,
                                                                  int limit);

} // namespace holdfast
