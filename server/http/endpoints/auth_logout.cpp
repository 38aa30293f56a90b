// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/auth.h"
#include "http/endpoints/token_cookie.h"

namespace holdfast::http::auth {

using namespace Qt::StringLiterals;

void logOut(const Call &call, Reply reply)
{
    if (!call.identity.token)
        return reply.refuse({ErrorCode::Forbidden, u"Only whoever signed in can sign out"_s, {}});

    const auto end = [&revocations = call.api.credentials.revocations,
                      claims = *call.identity.token](Connection &connection) {
        auto revoked = revokeToken(connection, claims);
        if (revoked)
            revocations.learn(RevokedToken{claims.id, claims.expiresAt}, claims.issuedAt);
        return revoked;
    };
    call.api.database.write(
        end,
        [reply = std::move(reply),
         cookie = TokenCookie(call.request)](const std::expected<void, SqlError> &ended) mutable {
            if (!ended)
                return reply.refuse(refusalFor(ended.error()));
            reply.send(Response::noContent().withHeader("Set-Cookie", cookie.forgetting()));
        });
}

} // namespace holdfast::http::auth
