// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/internal.h"

#include "accounts/username.h"
#include "http/body_reader.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/resource_json.h"

#include <set>

namespace holdfast::http::internal {

using namespace Qt::StringLiterals;

namespace {

/// What the parts of a sweep came to so far.
struct Swept
{
    qint64 holds = 0;
    std::set<ProductId> products;
};

Response sweptResponse(const Swept &swept)
{
    JsonWriter json;
    json.beginObject().key("expired_count").number(swept.holds).key("product_ids").beginArray();
    for (const auto product : swept.products)
        json.number(product.number());
    return Response::okJson(json.endArray().endObject().take());
}

/// Part after part, so that a great many holds do not keep the lane from everything else.
void sweepOn(StockLanes &lanes, Reply reply, Swept swept)
{
    lanes.post(
        ExpireDue{},
        [&lanes, reply = std::move(reply), swept = std::move(swept)](OutcomeOf<ExpireDue> outcome) mutable {
            if (!outcome)
                return reply.refuse(std::move(outcome.error()));
            for (const auto &hold : outcome->holds)
                swept.products.insert(hold.product);
            swept.holds += static_cast<qint64>(outcome->holds.size());
            if (outcome->holds.size() >= static_cast<size_t>(ExpireDue::chunkMax))
                return sweepOn(lanes, std::move(reply), std::move(swept));
            reply.deliver([swept = std::move(swept)] { return sweptResponse(swept); });
        });
}

std::expected<QString, Refusal> readUsername(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    auto username = fields.requiredText("username"_L1, 1, usernameLengthMax);
    if (username && readsLikeUserId(*username))
        fields.fault("username"_L1, u"must not look like an id"_s);
    else if (username && !canNameCustomer(*username))
        fields.fault("username"_L1, u"must be printable, without white space around it"_s);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return *std::move(username);
}

Response userResponse(const std::optional<User> &user)
{
    if (!user)
        return Response::refused(Refusal::of(ErrorCode::UsernameTaken));
    JsonWriter json;
    writeUser(json, *user);
    return Response::createdJson(json.take());
}

} // namespace

void expireNow(const Call &call, Reply reply)
{
    sweepOn(call.api.lanes, std::move(reply), {});
}

void createUser(const Call &call, Reply reply)
{
    auto username = readUsername(call);
    if (!username)
        return reply.refuse(std::move(username.error()));

    const auto &api = call.api;
    const auto make = [&api, username = *std::move(username)](Connection &connection) {
        auto made = holdfast::createUser(connection, username);
        if (made && *made)
            api.customers.learn((*made)->username, (*made)->id);
        return made;
    };
    writeDatabase(api, std::move(reply), make, userResponse);
}

} // namespace holdfast::http::internal
