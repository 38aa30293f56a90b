// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/order_json.h"
#include "http/endpoints/orders.h"
#include "http/endpoints/quantity_field.h"

namespace holdfast::http::orders {

using namespace Qt::StringLiterals;

namespace {

std::expected<BuyNow, Refusal> readBuyNow(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const auto sale = fields.optional<SaleId>("sale_id"_L1);
    const auto product = fields.optional<ProductId>("product_id"_L1);
    const auto quantity = readQuantity(fields, call.api.settings.purchaseQuantityMax);
    auto customer = requiredCustomer(call, fields);
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return BuyNow{**std::move(customer), product, *quantity, sale};
}

Response boughtResponse(const BoughtNow &bought)
{
    JsonWriter json;
    writeOrder(json, static_cast<const CheckedOut &>(bought));
    return Response::createdJson(json.take());
}

} // namespace

void buyNow(const Call &call, Reply reply)
{
    auto wanted = readBuyNow(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    // With a key the database may know an answer to what the board would refuse by now.
    if (auto refusal = call.idempotency ? std::nullopt : call.api.board.certainRefusal(*wanted))
        return reply.refuse(*std::move(refusal)); // sold out: no database needed

    postCommand(call, std::move(reply), *std::move(wanted), boughtResponse);
}

} // namespace holdfast::http::orders
