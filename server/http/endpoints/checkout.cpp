// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/checkout.h"

#include "http/endpoints/answering.h"
#include "http/endpoints/checkout_request.h"
#include "http/endpoints/order_json.h"
#include "http/endpoints/product_form.h"

namespace holdfast::http::checkout {

namespace {

Response bought(const CheckedOut &order)
{
    JsonWriter json;
    writeOrder(json, order);
    return Response::createdJson(json.take());
}

void checkOut(const Call &call, Reply reply, std::expected<CheckOut, Refusal> wanted,
              ProductForm form = ProductForm::Product)
{
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    postCommand(call, std::move(reply), *std::move(wanted), bought, form);
}

} // namespace

void create(const Call &call, Reply reply)
{
    checkOut(call, std::move(reply), readCheckOut(call));
}

void createForReservation(const Call &call, Reply reply)
{
    checkOut(call, std::move(reply), readCheckOutOfReservation(call));
}

void createForDrop(const Call &call, Reply reply)
{
    checkOut(call, std::move(reply), readCheckOutOfDrop(call), ProductForm::Drop);
}

} // namespace holdfast::http::checkout
