// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/answering.h"
#include "http/endpoints/product_form.h"
#include "http/endpoints/reservations.h"
#include "http/endpoints/reserve_request.h"
#include "http/endpoints/resource_json.h"

namespace holdfast::http::reservations {

namespace {

Response oneHeld(const Reserved &reserved, ProductForm form)
{
    const auto &hold = reserved.holds.front();
    JsonWriter json;
    writeReservation(json.beginObject().key("reservation"), hold.reservation, reserved.decidedAt);
    writeRemainder(json.key(form == ProductForm::Drop ? "drop" : "product"), hold.stock);
    return Response::createdJson(json.endObject().take());
}

Response manyHeld(const Reserved &reserved)
{
    JsonWriter json;
    json.beginObject().key("reservations").beginArray();
    for (const auto &hold : reserved.holds)
        writeReservation(json, hold.reservation, reserved.decidedAt);
    json.endArray().key("products").beginArray();
    for (const auto &hold : reserved.holds)
        writeRemainder(json, hold.stock);
    return Response::createdJson(json.endArray().endObject().take());
}

void reserve(const Call &call, Reply reply, std::expected<ReserveRequest, Refusal> wanted,
             ProductForm form = ProductForm::Product)
{
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    // With a key the database may know an answer to what the board would refuse by now.
    if (auto refusal = call.idempotency ? std::nullopt : call.api.board.certainRefusal(wanted->command))
        return reply.refuse(*std::move(refusal)); // sold out, paused: no database needed

    const auto render = [isList = wanted->isList, form](const Reserved &reserved) {
        return isList ? manyHeld(reserved) : oneHeld(reserved, form);
    };
    postCommand(call, std::move(reply), std::move(wanted->command), render, form);
}

} // namespace

void create(const Call &call, Reply reply)
{
    reserve(call, std::move(reply), readReserve(call));
}

void createMany(const Call &call, Reply reply)
{
    reserve(call, std::move(reply), readReserveMany(call));
}

void createForProduct(const Call &call, Reply reply)
{
    reserve(call, std::move(reply), readReserveOf(call, "productId", ErrorCode::ProductNotFound));
}

void createForDrop(const Call &call, Reply reply)
{
    reserve(call, std::move(reply), readReserveOf(call, "id", ErrorCode::DropNotFound), ProductForm::Drop);
}

} // namespace holdfast::http::reservations
