// SPDX-License-Identifier: GPL-3.0-only
#include "stock/orders.h"

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Order orderOf(const Rows &rows)
{
    return {.id = rows.get<OrderId>(0),
            .user = rows.get<UserId>(1),
            .username = rows.get<QString>(2),
            .amount = rows.get<Money>(3),
            .currency = rows.get<QString>(4),
            .createdAt = rows.get<Instant>(5),
            .lines = {}};
}

OrderLine lineOf(const Rows &rows)
{
    return {.product = rows.get<ProductId>(6),
            .productName = rows.get<QString>(7),
            .quantity = rows.get<int>(8),
            .unitPrice = rows.get<std::optional<Money>>(9),
            .amount = rows.get<Money>(10),
            .sale = rows.get<std::optional<SaleId>>(11),
            .reservation = rows.get<ReservationId>(12)};
}

/// The rows of an order stand together.
std::expected<std::vector<Order>, SqlError> ordersOf(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<Order> orders;
    while (rows->next()) {
        if (orders.empty() || orders.back().id != rows->get<OrderId>(0))
            orders.push_back(orderOf(*rows));
        orders.back().lines.append(lineOf(*rows));
    }
    return orders;
}

} // namespace

std::expected<std::optional<Order>, SqlError> readOrder(Connection &connection, OrderId order)
{
    auto orders = ordersOf(connection.call("orders_by_id"_L1, {order}));
    if (!orders)
        return std::unexpected(std::move(orders.error()));
    return orders->empty() ? std::nullopt : std::optional(std::move(orders->front()));
}

std::expected<PageOf<Order>, SqlError> readOrders(Connection &connection, const std::optional<UserId> &user,
                                                  Page page)
{
    auto orders = ordersOf(user ? connection.call("orders_of_user"_L1, {*user, page.limit, page.offset})
                                : connection.call("orders_all"_L1, {page.limit, page.offset}));
    if (!orders)
        return std::unexpected(std::move(orders.error()));
    auto count =
        user ? connection.call("orders_count_of_user"_L1, {*user}) : connection.call("orders_count"_L1);
    if (!count)
        return std::unexpected(std::move(count.error()));
    count->next();
    return PageOf<Order>{*std::move(orders), count->get<qint64>(0)};
}

std::expected<QList<Order>, SqlError> searchOrders(Connection &connection, const OrderSearch &search)
{
    const auto beforeAt =
        search.before ? std::optional(toMicroseconds(search.before->createdAt)) : std::nullopt;
    const auto beforeId = search.before ? std::optional(search.before->id) : std::nullopt;
    const int limit = std::clamp(search.limit, 1, OrderSearch::limitMax);
    auto orders =
        ordersOf(connection.call("orders_search"_L1, {beforeAt, beforeId, search.text.trimmed(), limit}));
    if (!orders)
        return std::unexpected(std::move(orders.error()));
    return QList<Order>(std::make_move_iterator(orders->begin()), std::make_move_iterator(orders->end()));
}

} // namespace holdfast
