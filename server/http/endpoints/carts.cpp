// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/carts.h"

#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/order_json.h"
#include "http/endpoints/quantity_field.h"
#include "stock/carts.h"

namespace holdfast::http::carts {

using namespace Qt::StringLiterals;

namespace {

struct Addition
{
    Customer customer;
    ReserveLine line;
};

std::expected<Addition, Refusal> readAddition(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const auto product = fields.required<ProductId>("product_id"_L1);
    const auto quantity = readQuantity(fields, call.api.settings.purchaseQuantityMax);
    auto customer = requiredCustomer(call, fields);
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Addition{**std::move(customer), {*product, *quantity}};
}

/// Of a request without a body.
std::expected<Customer, Refusal> readCustomer(const Call &call)
{
    QueryReader query(call.request);
    auto customer = requiredCustomer(call, query);
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    if (auto refusal = query.refusal())
        return std::unexpected(*std::move(refusal));
    return **std::move(customer);
}

QByteArray cartJson(const Cart &cart)
{
    JsonWriter json;
    writeCart(json, cart);
    return json.take();
}

} // namespace

void read(const Call &call, Reply reply)
{
    const auto customer = readCustomer(call);
    if (!customer)
        return reply.refuse(customer.error());

    readDatabase(
        call.api, std::move(reply),
        [customer = *customer](Connection &connection) { return readCart(connection, customer); },
        [customer = *customer](const std::optional<Cart> &cart) {
            // Whoever has not been seen yet has put nothing in yet.
            return Response::okJson(cartJson(cart.value_or(Cart{customer.id, customer.username, 0, {}})));
        });
}

void add(const Call &call, Reply reply)
{
    const auto wanted = readAddition(call);
    if (!wanted)
        return reply.refuse(wanted.error());

    const auto work = [wanted = *wanted,
                       unitsMax = call.api.settings.purchaseQuantityMax](Connection &connection) {
        return addToCart(connection, wanted.customer, wanted.line, unitsMax);
    };
    const auto learn = [&api = call.api, customer = wanted->customer](const Outcome<Cart> &cart) {
        if (cart && !customer.isKnown)
            api.customers.learn(cart->username, cart->user);
    };
    writeDatabaseOnce(call, std::move(reply), work, learn, [](const Outcome<Cart> &cart) {
        return cart ? Response::createdJson(cartJson(*cart)) : Response::refused(cart.error());
    });
}

void remove(const Call &call, Reply reply)
{
    const auto product = call.request.id<ProductId>("id", ErrorCode::NotFound);
    if (!product)
        return reply.refuse(product.error());
    const auto customer = readCustomer(call);
    if (!customer)
        return reply.refuse(customer.error());

    const auto work = [customer = *customer, product = *product](Connection &connection) {
        return removeFromCart(connection, customer, product);
    };
    writeDatabaseOnce(
        call, std::move(reply), work, [](const std::optional<Cart> &) {},
        [](const std::optional<Cart> &cart) {
            return cart ? Response::okJson(cartJson(*cart))
                        : Response::refused(Refusal::of(ErrorCode::NotFound));
        });
}

} // namespace holdfast::http::carts
