// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/audit_note.h"
#include "http/endpoints/reservations.h"
#include "http/endpoints/resource_json.h"

namespace holdfast::http::reservations {

using namespace Qt::StringLiterals;

namespace {

constexpr int reasonLengthMax = 500;
constexpr qint64 extensionSecondsMax = 86'400;

/// Cancelled and Extended alike.
template <typename Changed>
Response changeResponse(const Changed &changed)
{
    JsonWriter json;
    writeReservation(json.beginObject().key("reservation"), changed.hold.reservation, changed.decidedAt);
    writeRemainder(json.key("product"), changed.hold.stock);
    return Response::okJson(json.endObject().take());
}

std::expected<Extend, Refusal> readExtend(const Call &call)
{
    const auto id = call.request.id<ReservationId>("id", ErrorCode::ReservationNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(call.request, BodyReader::WhenEmpty::IsEmptyObject);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto customer = optionalCustomer(call, body->fields());
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    const auto seconds = body->fields().optionalInteger("seconds"_L1, 1, extensionSecondsMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    // An admin that acts for nobody acts as the operator, whom the owner's limits do not bind.
    auto act = adminActFor(call, customer->has_value());
    return Extend{HoldById{*id}, *std::move(customer), act.has_value(),
                  seconds ? std::optional(static_cast<int>(*seconds)) : std::nullopt, std::move(act)};
}

std::expected<Cancel, Refusal> readCancel(const Call &call)
{
    const auto id = call.request.id<ReservationId>("id", ErrorCode::ReservationNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(call.request, BodyReader::WhenEmpty::IsEmptyObject);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto customer = optionalCustomer(call, body->fields());
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    auto reason = body->fields().optionalText("reason"_L1, 1, reasonLengthMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    // Released by an operator, who says why, or cancelled in the customer's name.
    const bool byOperator = call.actor.isStaff() && !*customer && reason;
    auto act = byOperator ? std::optional(staffActOf(call)) : adminActFor(call, customer->has_value());
    return Cancel{HoldById{*id}, *std::move(customer), byOperator, std::move(reason).value_or(QString()),
                  std::move(act)};
}

std::expected<Cancel, Refusal> readCancelOfProduct(const Call &call)
{
    auto customer = customerInPath(call, "userId", ErrorCode::ReservationNotFound);
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    const auto product = call.request.id<ProductId>("productId", ErrorCode::ReservationNotFound);
    if (!product)
        return std::unexpected(product.error());
    return Cancel{HoldByProduct{*product}, *std::move(customer), false, QString(), {}};
}

template <typename SomeCommand>
void change(const Call &call, Reply reply, std::expected<SomeCommand, Refusal> wanted)
{
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));
    postCommand(call, std::move(reply), *std::move(wanted),
                [](const auto &changed) { return changeResponse(changed); });
}

} // namespace

void extend(const Call &call, Reply reply)
{
    change(call, std::move(reply), readExtend(call));
}

void cancel(const Call &call, Reply reply)
{
    change(call, std::move(reply), readCancel(call));
}

void cancelOfProduct(const Call &call, Reply reply)
{
    change(call, std::move(reply), readCancelOfProduct(call));
}

} // namespace holdfast::http::reservations
