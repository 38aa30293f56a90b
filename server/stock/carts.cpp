// SPDX-License-Identifier: GPL-3.0-only
#include "stock/carts.h"

#include <QJsonDocument>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

CartLine lineOf(const Rows &rows, ProductId product)
{
    return {.product = product,
            .name = rows.get<QString>(4),
            .quantity = rows.get<int>(5),
            .unitPrice = rows.get<std::optional<Money>>(6),
            .currency = rows.get<QString>(7),
            .isAvailable = rows.get<bool>(8),
            .currentPrice = rows.get<std::optional<Money>>(9),
            .currentCurrency = rows.get<QString>(10),
            .availableStock = rows.get<int>(11)};
}

std::expected<Cart, SqlError> existingCart(Connection &connection, const Customer &customer)
{
    auto cart = readCart(connection, customer);
    if (!cart)
        return std::unexpected(std::move(cart.error()));
    return **std::move(cart);
}

Refusal refusalOf(const QString &name, const std::optional<QString> &detail)
{
    return Refusal::of(errorCodeFromName(name).value_or(ErrorCode::InternalError),
                       QJsonDocument::fromJson(detail.value_or(QString()).toUtf8()).object());
}

} // namespace

std::expected<std::optional<Cart>, SqlError> readCart(Connection &connection, const Customer &customer)
{
    auto rows = connection.call("cart_of_customer"_L1, {customer.id, customer.username});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::optional<Cart> cart;
    while (rows->next()) {
        if (!cart)
            cart = Cart{rows->get<UserId>(0), rows->get<QString>(1), rows->get<qint64>(2), {}};
        if (const auto product = rows->get<std::optional<ProductId>>(3))
            cart->lines.push_back(lineOf(*rows, *product));
    }
    return cart;
}

std::expected<Outcome<Cart>, SqlError> addToCart(Connection &connection, const Customer &customer,
                                                 const ReserveLine &line, int unitsMax)
{
    const auto newcomer = customer.isKnown ? std::nullopt : std::optional(customer.username);
    std::optional<UserId> owner;
    {
        auto rows = connection.call(
            "cart_add"_L1, {newcomer, customer.id, line.product, line.quantity, unitsMax, Cart::linesMax});
        if (!rows)
            return std::unexpected(std::move(rows.error()));
        rows->next();
        if (const auto refusal = rows->get<std::optional<QString>>(0))
            return Outcome<Cart>(std::unexpected(refusalOf(*refusal, rows->get<std::optional<QString>>(1))));
        owner = rows->get<UserId>(2);
    }
    auto cart = existingCart(connection, {*owner, customer.username, true});
    if (!cart)
        return std::unexpected(std::move(cart.error()));
    return *std::move(cart);
}

std::expected<std::optional<Cart>, SqlError> removeFromCart(Connection &connection, const Customer &customer,
                                                            ProductId product)
{
    auto cart = readCart(connection, customer);
    if (!cart || !*cart)
        return cart;
    {
        auto rows = connection.call("cart_remove"_L1, {(*cart)->user, product});
        if (!rows)
            return std::unexpected(std::move(rows.error()));
        rows->next();
        if (!rows->get<bool>(0))
            return std::nullopt;
    }
    return readCart(connection, customer);
}

} // namespace holdfast
