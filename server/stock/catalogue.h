// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/product_edit.h"
#include "domain/quantity.h"

#include <optional>
#include <vector>

namespace holdfast {

// All block on the database, on the connection's thread.

std::expected<std::vector<Product>, SqlError> readProducts(Connection &connection);
/// Those that a sale has, and those among the given ones; in order of id, without archived ones.
std::expected<std::vector<Product>, SqlError> readProductsOfSale(Connection &connection, SaleId sale);
std::expected<std::vector<Product>, SqlError> readProductsAmong(Connection &connection,
                                                                const std::vector<ProductId> &products);
/// Nothing for an unknown or archived product.
std::expected<std::optional<Product>, SqlError> readProduct(Connection &connection, ProductId product);
/// Makes it, with the stock movement that explains its stock, and answers it as the database has it. `sender`
/// names this server in the announcement to the others.
std::expected<Product, SqlError> createProduct(Connection &connection, const NewProduct &product,
                                               const QString &sender);

std::expected<Instant, SqlError> readDatabaseTime(Connection &connection);

} // namespace holdfast
