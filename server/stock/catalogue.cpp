// SPDX-License-Identifier: GPL-3.0-only
#include "stock/catalogue.h"

#include "database/sql_array.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Product productOf(const Rows &rows)
{
    return {.id = rows.get<ProductId>(0),
            .name = rows.get<QString>(1),
            .description = rows.get<QString>(2),
            .category = rows.get<QString>(3),
            .price = rows.get<std::optional<Money>>(4),
            .currency = rows.get<QString>(5),
            .perUserLimit = rows.get<std::optional<int>>(6),
            .holdSeconds = rows.get<int>(7),
            .version = rows.get<qint64>(8),
            .stockVersion = rows.get<qint64>(9),
            .stock = {rows.get<int>(10), rows.get<int>(11), rows.get<int>(12), rows.get<int>(13)},
            .sale = rows.get<std::optional<SaleId>>(14),
            .createdAt = rows.get<Instant>(15)};
}

std::expected<std::vector<Product>, SqlError> productsOf(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<Product> products;
    products.reserve(static_cast<size_t>(rows->count()));
    while (rows->next())
        products.push_back(productOf(*rows));
    return products;
}

template <typename Value>
std::expected<Value, SqlError> firstValue(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(rows.error());
    rows->next();
    return rows->get<Value>(0);
}

} // namespace

std::expected<std::vector<Product>, SqlError> readProducts(Connection &connection)
{
    return productsOf(connection.call("products_all"_L1));
}

std::expected<std::vector<Product>, SqlError> readProductsOfSale(Connection &connection, SaleId sale)
{
    return productsOf(connection.call("products_of_sale"_L1, {sale}));
}

std::expected<std::vector<Product>, SqlError> readProductsAmong(Connection &connection,
                                                                const std::vector<ProductId> &products)
{
    return productsOf(connection.call("products_among"_L1, {sqlArray(products)}));
}

std::expected<std::optional<Product>, SqlError> readProduct(Connection &connection, ProductId product)
{
    auto rows = connection.call("products_by_id"_L1, {product});
    if (!rows)
        return std::unexpected(rows.error());
    return rows->next() ? std::optional(productOf(*rows)) : std::nullopt;
}

std::expected<Product, SqlError> createProduct(Connection &connection, const NewProduct &product,
                                               const QString &sender)
{
    const auto id = firstValue<ProductId>(connection.call(
        "product_create"_L1,
        {product.name, product.description, product.category, product.price, product.currency,
         product.totalStock, product.perUserLimit, product.holdSeconds, product.actor, sender}));
    if (!id)
        return std::unexpected(id.error());
    auto created = readProduct(connection, *id);
    if (!created)
        return std::unexpected(created.error());
    return created->value();
}

std::expected<Instant, SqlError> readDatabaseTime(Connection &connection)
{
    return firstValue<Instant>(connection.call("database_time"_L1));
}

} // namespace holdfast
