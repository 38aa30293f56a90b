// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/session.h"

#include "http/endpoints/request_limits.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

void writeAccount(JsonWriter &json, const Account &account)
{
    json.beginObject().key("id").id(account.id).key("email").text(account.email);
    json.key("name").text(account.name);
    json.key("role").text(account.role == Role::Admin ? "admin"_L1 : "customer"_L1);
    json.key("created_at").moment(account.createdAt).endObject();
}

Response sessionResponse(int status, const Account &account, const TokenIssuer &issuer,
                         const IssuedToken &token)
{
    JsonWriter json;
    json.beginObject().key("token").text(QLatin1StringView(token.text));
    json.key("token_type").text("Bearer"_L1).key("expires_in").number(issuer.lifetime().count());
    writeAccount(json.key("user"), account);
    json.endObject();
    return status == 201 ? Response::createdJson(json.take()) : Response::okJson(json.take());
}

PasswordVerdict judgePassword(const PasswordHasher &hasher, const std::optional<Account> &account,
                              const QString &presented)
{
    const auto kept = account ? std::optional(account->passwordHash) : std::nullopt;
    PasswordVerdict verdict{hasher.verify(kept, presented), {}};
    if (verdict.isRight && hasher.needsRehash(*kept)) {
        if (const auto password = Password::from(presented))
            verdict.newHash = hasher.hash(*password);
    }
    return verdict;
}

QHostAddress clientAddress(const Call &call)
{
    return clientAddress(call.api.settings.proxies, call.request);
}

Refusal tooManyAttempts(std::chrono::seconds wait)
{
    return {ErrorCode::RateLimited,
            u"Too many attempts; wait a little"_s,
            {{u"retry_after_seconds"_s, static_cast<qint64>(wait.count())}}};
}

} // namespace holdfast::http
