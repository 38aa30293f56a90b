// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/checkout_request.h"

#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/audit_note.h"
#include "http/endpoints/quantity_field.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

constexpr auto reservationField = "reservation_id"_L1;
constexpr auto productField = "product_id"_L1;
constexpr auto quantityField = "quantity"_L1;

using Customers = std::expected<std::optional<Customer>, Refusal>;

/// What is bought, when it stands in the body; nothing with a fault noted.
std::optional<HoldReference> readHold(FieldReader &fields, bool isByProduct)
{
    if (isByProduct) {
        if (!fields.has(quantityField))
            fields.fault(quantityField, u"is required"_s);
        if (fields.has(reservationField))
            fields.fault(reservationField, u"cannot stand beside product_id"_s);
        const auto product = fields.required<ProductId>(productField);
        return product ? std::optional<HoldReference>(HoldByProduct{*product}) : std::nullopt;
    }
    const auto reservation = fields.optional<ReservationId>(reservationField);
    if (!reservation && !fields.has(reservationField))
        fields.fault(reservationField, u"is required, or product_id"_s);
    return reservation ? std::optional<HoldReference>(HoldById{*reservation}) : std::nullopt;
}

/// The parts that all spellings share, for a hold that has been read (or a fault noted).
std::expected<CheckOut, Refusal> readRest(const Call &call, BodyReader &body,
                                          std::optional<HoldReference> hold, Customers owner)
{
    if (!owner)
        return std::unexpected(std::move(owner.error()));
    const auto quantity = readStatedQuantity(body.fields(), call.api.settings.purchaseQuantityMax);
    const auto totalAmount = body.fields().optional<Money>("total_amount"_L1);
    if (auto refusal = body.refusal())
        return std::unexpected(*std::move(refusal));
    auto act = adminActFor(call, owner->has_value());
    return CheckOut{*hold, *std::move(owner), quantity, totalAmount, std::move(act)};
}

} // namespace

std::expected<CheckOut, Refusal> readCheckOut(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const bool isByProduct = fields.has(productField);
    auto hold = readHold(fields, isByProduct);
    auto owner = isByProduct ? requiredCustomer(call, fields) : optionalCustomer(call, fields);
    return readRest(call, *body, std::move(hold), std::move(owner));
}

std::expected<CheckOut, Refusal> readCheckOutOfReservation(const Call &call)
{
    const auto id = call.request.id<ReservationId>("id", ErrorCode::ReservationNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(call.request, BodyReader::WhenEmpty::IsEmptyObject);
    if (!body)
        return std::unexpected(std::move(body.error()));
    return readRest(call, *body, HoldById{*id}, optionalCustomer(call, body->fields()));
}

std::expected<CheckOut, Refusal> readCheckOutOfDrop(const Call &call)
{
    const auto id = call.request.id<ProductId>("id", ErrorCode::DropNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(call.request, BodyReader::WhenEmpty::IsEmptyObject);
    if (!body)
        return std::unexpected(std::move(body.error()));
    return readRest(call, *body, HoldByProduct{*id}, requiredCustomer(call, body->fields()));
}

} // namespace holdfast::http
