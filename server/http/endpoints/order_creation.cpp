// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/order_json.h"
#include "http/endpoints/orders.h"
#include "stock/carts.h"

namespace holdfast::http::orders {

namespace {

/// A cart on its way to an order, which may have to be read again as it moves meanwhile.
struct Ordering
{
    const ApiContext &api;
    Customer customer;
    std::optional<IdempotencyKey> key;
    Reply reply;
    int readings = 0;
};

constexpr int readingsMax = 5;

Response orderResponse(const Ordered &ordered)
{
    JsonWriter json;
    writeOrder(json, ordered);
    return Response::createdJson(json.take());
}

std::expected<Customer, Refusal> readCustomer(const Call &call)
{
    auto body = BodyReader::open(call.request, BodyReader::WhenEmpty::IsEmptyObject);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto customer = requiredCustomer(call, body->fields());
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return **std::move(customer);
}

/// Nothing when it has more units than a request may ask for: the bound may be another one than when they
/// were put in.
std::optional<PlaceOrder> orderOf(const Cart &cart, int unitsMax)
{
    PlaceOrder order{{cart.user, cart.username, true}, cart.version, {}};
    qint64 units = 0;
    for (const auto &line : cart.lines) {
        units += line.quantity;
        if (units > unitsMax)
            return std::nullopt;
        order.lines.push_back({line.product, Quantity::from(line.quantity).value()});
    }
    return order;
}

void orderCart(Ordering ordering);

void answerOrder(Ordering ordering, OutcomeOf<PlaceOrder> outcome)
{
    const bool hasMoved = !outcome && outcome.error().code == ErrorCode::VersionConflict;
    if (hasMoved && ordering.readings < readingsMax)
        return orderCart(std::move(ordering));
    if (hasMoved)
        outcome = std::unexpected(Refusal::of(ErrorCode::Conflict));
    ordering.reply.deliver([outcome = std::move(outcome)] {
        auto render = orderResponse;
        return responseOf(outcome, render, ProductForm::Product);
    });
}

void placeOrder(Ordering ordering, const std::optional<Cart> &cart)
{
    // An empty cart may have been ordered under this key.
    if (!cart || (cart->lines.empty() && !ordering.key))
        return ordering.reply.refuse(Refusal::of(ErrorCode::CartEmpty));
    const int unitsMax = ordering.api.settings.purchaseQuantityMax;
    auto order = orderOf(*cart, unitsMax);
    if (!order)
        return ordering.reply.refuse(
            Refusal::of(ErrorCode::LimitReached, {{QStringLiteral("limit"), unitsMax}}));
    auto &lanes = ordering.api.lanes;
    const auto key = ordering.key;
    lanes.post(
        *std::move(order),
        [ordering = std::move(ordering)](OutcomeOf<PlaceOrder> outcome) mutable {
            answerOrder(std::move(ordering), std::move(outcome));
        },
        key);
}

void orderCart(Ordering ordering)
{
    ++ordering.readings;
    auto &database = ordering.api.database;
    const auto read = [customer = ordering.customer](Connection &connection) {
        return readCart(connection, customer);
    };
    database.read(
        read, [ordering = std::move(ordering)](std::expected<std::optional<Cart>, SqlError> cart) mutable {
            if (!cart)
                return ordering.reply.refuse(refusalFor(cart.error()));
            placeOrder(std::move(ordering), *cart);
        });
}

} // namespace

void create(const Call &call, Reply reply)
{
    auto customer = readCustomer(call);
    if (!customer)
        return reply.refuse(std::move(customer.error()));

    orderCart({call.api, *std::move(customer), call.idempotency, std::move(reply)});
}

} // namespace holdfast::http::orders
