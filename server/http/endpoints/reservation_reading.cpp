// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/users.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/reservations.h"
#include "http/endpoints/resource_json.h"
#include "http/query_reader.h"
#include "stock/history.h"

namespace holdfast::http::reservations {

using namespace Qt::StringLiterals;

namespace {

using Holds = PageOf<ReadHold>;

/// The live holds of a customer; nothing when there is no such customer.
std::expected<std::optional<Holds>, SqlError> readHoldsOf(Connection &connection, const Customer &customer,
                                                          Page page)
{
    auto id = std::optional(customer.id);
    if (!customer.isKnown) {
        const auto user = findUser(connection, customer);
        if (!user)
            return std::unexpected(user.error());
        if (!*user)
            return std::nullopt;
        id = (*user)->id;
    }
    auto holds = readLiveHolds(connection, *id, {page.limit, static_cast<int>(page.offset)});
    if (!holds)
        return std::unexpected(holds.error());
    return *std::move(holds);
}

Response listResponse(const Holds &holds, Page page)
{
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto &hold : holds.items)
        writeReservation(json, hold.reservation, hold.readAt);
    json.endArray();
    writePagination(json.key("pagination"), page, holds.total);
    return Response::okJson(json.endObject().take());
}

/// `whenUnknown` answers for a customer that nobody has seen yet.
template <typename WhenUnknown>
void listOf(const Call &call, Reply reply, const Customer &customer, Page page, WhenUnknown whenUnknown)
{
    readDatabase(
        call.api, std::move(reply),
        [customer, page](Connection &connection) { return readHoldsOf(connection, customer, page); },
        [page, whenUnknown](const std::optional<Holds> &holds) {
            return holds ? listResponse(*holds, page) : whenUnknown();
        });
}

Response reservationResponse(const std::optional<ReadHold> &hold, const std::optional<Customer> &customer)
{
    // Of an unknown customer the id is a proposal, which nobody's reservation has; its name tells as well.
    const bool isTheirs =
        hold && (!customer || hold->reservation.user == customer->id || hold->username == customer->username);
    if (!isTheirs)
        return Response::refused(Refusal::of(ErrorCode::ReservationNotFound));
    JsonWriter json;
    writeReservation(json, hold->reservation, hold->readAt);
    return Response::okJson(json.take());
}

} // namespace

void listMine(const Call &call, Reply reply)
{
    QueryReader query(call.request);
    const auto page = query.page();
    const auto customer = requiredCustomer(call, query);
    if (!customer)
        return reply.refuse(customer.error());
    if (auto refusal = query.refusal())
        return reply.refuse(*std::move(refusal));
    // Whoever has not been seen yet has nothing yet.
    listOf(call, std::move(reply), **customer, page, [page] { return listResponse({}, page); });
}

void listOfUser(const Call &call, Reply reply)
{
    const auto customer = customerInPath(call, "id", ErrorCode::UserNotFound);
    if (!customer)
        return reply.refuse(customer.error());
    QueryReader query(call.request);
    const auto page = query.page();
    if (auto refusal = query.refusal())
        return reply.refuse(*std::move(refusal));
    listOf(call, std::move(reply), *customer, page,
           [] { return Response::refused(Refusal::of(ErrorCode::UserNotFound)); });
}

void read(const Call &call, Reply reply)
{
    const auto id = call.request.id<ReservationId>("id", ErrorCode::ReservationNotFound);
    if (!id)
        return reply.refuse(id.error());
    auto customer = customerInHeader(call);
    if (!customer)
        return reply.refuse(customer.error());

    readDatabase(
        call.api, std::move(reply), [id = *id](Connection &connection) { return readHold(connection, id); },
        [customer = *std::move(customer)](const std::optional<ReadHold> &hold) {
            return reservationResponse(hold, customer);
        });
}

} // namespace holdfast::http::reservations
