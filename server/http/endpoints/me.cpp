// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/me.h"

#include "http/endpoints/answering.h"
#include "http/endpoints/session.h"

namespace holdfast::http::me {

using namespace Qt::StringLiterals;

namespace {

/// Whoever has no account.
Response withoutAccount(const Identity &identity)
{
    JsonWriter json;
    json.beginObject();
    if (identity.apiKey)
        json.key("id").text(identity.apiKey->text());
    json.key("role").text(identity.apiKey ? "service"_L1 : "admin"_L1);
    return Response::okJson(json.endObject().take());
}

Response accountResponse(const std::optional<Account> &account)
{
    if (!account)
        return Response::refused(Refusal::of(ErrorCode::UserNotFound));
    JsonWriter json;
    writeAccount(json, *account);
    return Response::okJson(json.take());
}

} // namespace

void read(const Call &call, Reply reply)
{
    const auto user = call.actor.user;
    if (!user)
        return reply.send(withoutAccount(call.identity));
    readDatabase(
        call.api, std::move(reply),
        [id = *user](Connection &connection) { return findAccount(connection, id); }, accountResponse);
}

} // namespace holdfast::http::me
