// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/users.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/order_json.h"
#include "http/endpoints/orders.h"
#include "http/endpoints/resource_json.h"
#include "http/query_reader.h"
#include "stock/orders.h"

namespace holdfast::http::orders {

namespace {

using Orders = PageOf<Order>;

/// Of a customer, who may never have been seen; or everybody's.
std::expected<Orders, SqlError> readOrdersOf(Connection &connection, const std::optional<Customer> &customer,
                                             Page page)
{
    std::optional<UserId> user;
    if (customer) {
        const auto found = findUser(connection, *customer);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return Orders();
        user = (*found)->id;
    }
    return readOrders(connection, user, {page.limit, static_cast<int>(page.offset)});
}

Response listResponse(const Orders &orders, Page page)
{
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto &order : orders.items)
        writeOrder(json, order);
    json.endArray();
    writePagination(json.key("pagination"), page, orders.total);
    return Response::okJson(json.endObject().take());
}

Response orderResponse(const std::optional<Order> &order, const std::optional<Customer> &customer)
{
    // Of an unknown customer the id is a proposal, which nobody's order has; its name tells as well.
    const bool isTheirs =
        order && (!customer || order->user == customer->id || order->username == customer->username);
    if (!isTheirs)
        return Response::refused(Refusal::of(ErrorCode::OrderNotFound));
    JsonWriter json;
    writeOrder(json, *order);
    return Response::okJson(json.take());
}

} // namespace

void list(const Call &call, Reply reply)
{
    QueryReader query(call.request);
    const auto page = query.page();
    const bool mayReadAll = call.actor.role == Role::Admin;
    auto customer = mayReadAll ? optionalCustomer(call, query) : requiredCustomer(call, query);
    if (!customer)
        return reply.refuse(std::move(customer.error()));
    if (auto refusal = query.refusal())
        return reply.refuse(*std::move(refusal));

    readDatabase(
        call.api, std::move(reply),
        [customer = *std::move(customer), page](Connection &connection) {
            return readOrdersOf(connection, customer, page);
        },
        [page](const Orders &orders) { return listResponse(orders, page); });
}

void read(const Call &call, Reply reply)
{
    const auto id = call.request.id<OrderId>("id", ErrorCode::OrderNotFound);
    if (!id)
        return reply.refuse(id.error());
    auto customer = customerInHeader(call);
    if (!customer)
        return reply.refuse(customer.error());

    readDatabase(
        call.api, std::move(reply), [id = *id](Connection &connection) { return readOrder(connection, id); },
        [customer = *std::move(customer)](const std::optional<Order> &order) {
            return orderResponse(order, customer);
        });
}

} // namespace holdfast::http::orders
