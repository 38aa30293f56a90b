// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/email_address.h"
#include "accounts/normalised_email.h"
#include "http/body_reader.h"
#include "http/edge/log.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/auth.h"
#include "http/endpoints/password_field.h"
#include "http/endpoints/session.h"
#include "http/endpoints/token_cookie.h"

namespace holdfast::http::auth {

using namespace Qt::StringLiterals;

namespace {

struct Attempt
{
    QString email; // normalised
    QString password;
};

std::expected<Attempt, Refusal> readAttempt(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const auto email = fields.requiredText("email"_L1, 1, EmailAddress::lengthMax);
    auto password = fields.requiredText("password"_L1, 1, presentedPasswordLengthMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Attempt{normalisedEmail(*email), *std::move(password)};
}

void keepNewHash(const ApiContext &api, const Account &account, const QByteArray &hash)
{
    api.database.write(
        [account, hash](Connection &connection) { return keepRehash(connection, account, hash); },
        [](const std::expected<void, SqlError> &kept) {
            if (!kept && !kept.error().isOutage())
                qCWarning(httpLog, "A password's new hash was not kept: %s",
                          qUtf8Printable(kept.error().text));
        });
}

/// What is left of the request while the database and the pool are at work.
struct Login
{
    const ApiContext &api;
    Reply reply;
    TokenCookie cookie;
    Attempt attempt;
};

void welcome(Login login, const Account &account)
{
    const auto &issuer = login.api.credentials.issuer;
    const auto token = issuer.issue(account.id, account.readAt);
    login.reply.send(sessionResponse(200, account, issuer, token)
                         .withHeader("Set-Cookie", login.cookie.keeping(token.text, issuer.lifetime())));
}

void conclude(Login login, const std::optional<Account> &account, const PasswordVerdict &verdict)
{
    if (!verdict.isRight)
        return login.reply.refuse(Refusal::of(ErrorCode::InvalidCredentials));
    login.api.credentials.logins.succeeded(login.attempt.email);
    if (verdict.newHash)
        keepNewHash(login.api, *account, *verdict.newHash);
    welcome(std::move(login), *account);
}

void checkPassword(Login login, const std::optional<Account> &account)
{
    auto &credentials = login.api.credentials;
    const auto judge = [&hasher = credentials.hasher, account, presented = login.attempt.password] {
        return judgePassword(hasher, account, presented);
    };
    credentials.pool.post(
        judge, [login = std::move(login), account](std::expected<PasswordVerdict, Refusal> verdict) mutable {
            if (!verdict)
                return login.reply.refuse(std::move(verdict.error()));
            conclude(std::move(login), account, *verdict);
        });
}

} // namespace

void logIn(const Call &call, Reply reply)
{
    auto attempt = readAttempt(call);
    if (!attempt)
        return reply.refuse(std::move(attempt.error()));
    if (const auto wait = call.api.credentials.logins.admit(attempt->email, clientAddress(call)))
        return reply.refuse(tooManyAttempts(*wait));

    const auto email = attempt->email;
    Login login{call.api, std::move(reply), TokenCookie(call.request), *std::move(attempt)};
    call.api.database.read([email](Connection &connection) { return findAccount(connection, email); },
                           [login = std::move(login)](AccountResult account) mutable {
                               if (!account)
                                   return login.reply.refuse(refusalFor(account.error()));
                               checkPassword(std::move(login), *account);
                           });
}

} // namespace holdfast::http::auth
