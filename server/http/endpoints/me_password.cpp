// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/me.h"
#include "http/endpoints/password_field.h"
#include "http/endpoints/session.h"
#include "http/endpoints/token_cookie.h"

namespace holdfast::http::me {

using namespace Qt::StringLiterals;

namespace {

struct Wish
{
    QString current;
    Password next;
};

/// What is left of the request while the database and the pool are at work.
struct Change
{
    const ApiContext &api;
    Reply reply;
    TokenCookie cookie;
    QHostAddress address;
    Wish wish;
};

std::expected<Wish, Refusal> readWish(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    auto current = fields.requiredText("current_password"_L1, 1, presentedPasswordLengthMax);
    const auto next = fields.required<Password>("new_password"_L1);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Wish{*std::move(current), *next};
}

Response changedResponse(const ApiContext &api, const TokenCookie &cookie,
                         const std::optional<Account> &account)
{
    if (!account) // changed by somebody else meanwhile: the one presented is no longer the current one
        return Response::refused(Refusal::of(ErrorCode::InvalidCredentials));
    const auto &issuer = api.credentials.issuer;
    const auto token = issuer.issue(account->id, account->readAt);
    return sessionResponse(200, *account, issuer, token)
        .withHeader("Set-Cookie", cookie.keeping(token.text, issuer.lifetime()));
}

void keep(Change change, const Account &account, const QByteArray &newHash)
{
    const auto &api = change.api;
    const auto write = [&api, account, newHash](Connection &connection) {
        auto changed = holdfast::changePassword(connection, account, newHash);
        if (changed && *changed)
            api.credentials.revocations.learn(TokensCut{account.id, (*changed)->readAt}, (*changed)->readAt);
        return changed;
    };
    writeDatabase(api, std::move(change.reply), write,
                  [&api, cookie = change.cookie](const std::optional<Account> &changed) {
                      return changedResponse(api, cookie, changed);
                  });
}

/// Nothing when the current password is another.
using NewHash = std::optional<std::optional<QByteArray>>;

void conclude(Change change, const Account &account, const std::expected<NewHash, Refusal> &hash)
{
    if (!hash)
        return change.reply.refuse(hash.error());
    if (!*hash)
        return change.reply.refuse(Refusal::of(ErrorCode::InvalidCredentials));
    if (!**hash)
        return change.reply.refuse(Refusal::of(ErrorCode::Overloaded)); // memory is short
    change.api.credentials.logins.succeeded(account.email);
    keep(std::move(change), account, ***hash);
}

void checkCurrent(Change change, const Account &account)
{
    auto &credentials = change.api.credentials;
    if (const auto wait = credentials.logins.admit(account.email, change.address))
        return change.reply.refuse(tooManyAttempts(*wait));
    const auto hash = [&hasher = credentials.hasher, account, wish = change.wish]() -> NewHash {
        if (!hasher.verify(account.passwordHash, wish.current))
            return std::nullopt;
        return hasher.hash(wish.next);
    };
    credentials.pool.post(
        hash, [change = std::move(change), account](const std::expected<NewHash, Refusal> &made) mutable {
            conclude(std::move(change), account, made);
        });
}

} // namespace

void changePassword(const Call &call, Reply reply)
{
    if (!call.actor.user)
        return reply.refuse({ErrorCode::Forbidden, u"Only an account has a password"_s, {}});
    auto wish = readWish(call);
    if (!wish)
        return reply.refuse(std::move(wish.error()));

    Change change{call.api, std::move(reply), TokenCookie(call.request), clientAddress(call),
                  *std::move(wish)};
    call.api.database.read(
        [id = *call.actor.user](Connection &connection) { return findAccount(connection, id); },
        [change = std::move(change)](AccountResult account) mutable {
            if (!account)
                return change.reply.refuse(refusalFor(account.error()));
            if (!*account)
                return change.reply.refuse(Refusal::of(ErrorCode::UserNotFound));
            checkCurrent(std::move(change), **account);
        });
}

} // namespace holdfast::http::me
