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

Sale saleOf(const Rows &rows)
{
    return {.id = rows.get<SaleId>(0),
            .name = rows.get<QString>(1),
            .startsAt = rows.get<std::optional<Instant>>(2),
            .endsAt = rows.get<std::optional<Instant>>(3),
            .pausedAt = rows.get<std::optional<Instant>>(4),
            .cancelledAt = rows.get<std::optional<Instant>>(5),
            .version = rows.get<qint64>(6)};
}

template <typename Value, typename Read>
std::expected<std::vector<Value>, SqlError> readAll(Connection &connection, QLatin1StringView statement,
                                                    Read read)
{
    auto rows = connection.call(statement);
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<Value> values;
    values.reserve(static_cast<size_t>(rows->count()));
    while (rows->next())
        values.push_back(read(*rows));
    return values;
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
    return readAll<Product>(connection, "products_all"_L1, productOf);
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

std::expected<std::vector<Sale>, SqlError> readSales(Connection &connection)
{
    return readAll<Sale>(connection, "sales_all"_L1, saleOf);
}

std::expected<SaleId, SqlError> createSale(Connection &connection, const NewSale &sale)
{
    return firstValue<SaleId>(connection.call("sale_create"_L1, {sale.name, sale.startsAt, sale.endsAt}));
}

std::expected<void, SqlError> takeIntoSale(Connection &connection, SaleId sale,
                                           const std::vector<ProductId> &products)
{
    auto rows = connection.call("sale_take_products"_L1, {sqlArray(products), sale});
    if (!rows)
        return std::unexpected(rows.error());
    return {};
}

std::expected<Instant, SqlError> readDatabaseTime(Connection &connection)
{
    return firstValue<Instant>(connection.call("database_time"_L1));
}

} // namespace holdfast
