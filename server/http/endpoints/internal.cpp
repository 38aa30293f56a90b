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

using SweepDone = std::move_only_function<void(std::expected<Swept, Refusal>)>;

/// Part after part, so that a great many holds do not keep the lane from everything else.
void sweepOn(StockLanes &lanes, Swept swept, SweepDone done)
{
    lanes.post(
        ExpireDue{},
        [&lanes, done = std::move(done), swept = std::move(swept)](OutcomeOf<ExpireDue> outcome) mutable {
            if (!outcome)
                return done(std::unexpected(std::move(outcome.error())));
            for (const auto &hold : outcome->holds)
                swept.products.insert(hold.product);
            swept.holds += static_cast<qint64>(outcome->holds.size());
            if (outcome->holds.size() >= static_cast<size_t>(ExpireDue::chunkMax))
                return sweepOn(lanes, std::move(swept), std::move(done));
            done(std::move(swept));
        });
}

void sweep(const ApiContext &api, Reply reply)
{
    sweepOn(api.lanes, {}, [reply = std::move(reply)](std::expected<Swept, Refusal> swept) mutable {
        answer(std::move(reply), std::move(swept), sweptResponse);
    });
}

/// The answer is kept after the sweep, not with it: a sweep done twice is a sweep done once, and of two under
/// one key the first answer counts for both.
void keepSweep(const ApiContext &api, const IdempotencyKey &key, const Swept &swept, Reply reply)
{
    const auto keep = [key, swept](Connection &connection) {
        return answerOnce(connection, key, [&swept](Connection &) { return sweptResponse(swept); });
    };
    writeDatabase(api, std::move(reply), keep,
                  [](AnsweredOnce &answered) { return std::move(answered.response); });
}

void sweepAndKeep(const ApiContext &api, const IdempotencyKey &key, Reply reply)
{
    sweepOn(api.lanes, {},
            [&api, key, reply = std::move(reply)](std::expected<Swept, Refusal> swept) mutable {
                if (!swept)
                    return reply.refuse(std::move(swept.error()));
                keepSweep(api, key, *swept, std::move(reply));
            });
}

void sweepOnce(const ApiContext &api, const IdempotencyKey &key, Reply reply)
{
    using Known = std::expected<std::optional<Response>, SqlError>;
    api.database.read([key](Connection &connection) { return findKeptAnswer(connection, key); },
                      [&api, key, reply = std::move(reply)](Known known) mutable {
                          if (!known)
                              return reply.refuse(refusalFor(known.error()));
                          if (*known)
                              return reply.send(**std::move(known));
                          sweepAndKeep(api, key, std::move(reply));
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
    if (call.idempotency)
        return sweepOnce(call.api, *call.idempotency, std::move(reply));
    sweep(call.api, std::move(reply));
}

void createUser(const Call &call, Reply reply)
{
    auto username = readUsername(call);
    if (!username)
        return reply.refuse(std::move(username.error()));

    const auto &api = call.api;
    const auto make = [username = *std::move(username)](Connection &connection) {
        return holdfast::createUser(connection, username);
    };
    const auto learn = [&api](const std::optional<User> &made) {
        if (made)
            api.customers.learn(made->username, made->id);
    };
    writeDatabaseOnce(call, std::move(reply), make, learn, userResponse);
}

} // namespace holdfast::http::internal
