// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/email_address.h"
#include "http/body_reader.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/auth.h"
#include "http/endpoints/password_field.h"
#include "http/endpoints/session.h"

namespace holdfast::http {

template <>
struct FieldType<EmailAddress>
{
    static Converted<EmailAddress> fromJson(const QJsonValue &value)
    {
        if (auto address = EmailAddress::from(value.toString()))
            return *std::move(address);
        return std::unexpected(QStringLiteral("must be an email address"));
    }
};

namespace auth {

using namespace Qt::StringLiterals;

namespace {

struct Registration
{
    NewAccount account; // without the hash
    Password password;
};

std::expected<Registration, Refusal> readRegistration(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const auto email = fields.required<EmailAddress>("email"_L1);
    const auto password = fields.required<Password>("password"_L1);
    auto name = fields.optionalText("name"_L1, 0, NewAccount::nameLengthMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Registration{
        {.email = email->text(), .name = std::move(name).value_or(QString()), .passwordHash = {}}, *password};
}

Response registeredResponse(const Credentials &credentials, const std::optional<Account> &account)
{
    if (!account)
        return Response::refused(Refusal::of(ErrorCode::EmailTaken));
    return sessionResponse(201, *account, credentials.issuer,
                           credentials.issuer.issue(account->id, account->readAt));
}

void keep(const ApiContext &api, Reply reply, NewAccount account)
{
    writeDatabase(
        api, std::move(reply),
        [account = std::move(account)](Connection &connection) {
            return registerCustomer(connection, account);
        },
        [&credentials = api.credentials](const std::optional<Account> &made) {
            return registeredResponse(credentials, made);
        });
}

} // namespace

void enrol(const Call &call, Reply reply)
{
    auto wanted = readRegistration(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));
    auto &credentials = call.api.credentials;
    const auto budget = credentials.registrations.take(RateKey::ofAddress(clientAddress(call)));
    if (!budget.isAllowed)
        return reply.refuse(tooManyAttempts(budget.retryAfter));

    credentials.pool.post(
        [&hasher = credentials.hasher, password = wanted->password] { return hasher.hash(password); },
        [&api = call.api, reply = std::move(reply), account = std::move(wanted->account)](
            std::expected<std::optional<QByteArray>, Refusal> hash) mutable {
            if (!hash)
                return reply.refuse(std::move(hash.error()));
            if (!*hash)
                return reply.refuse(Refusal::of(ErrorCode::Overloaded)); // memory is short
            account.passwordHash = **std::move(hash);
            keep(api, std::move(reply), std::move(account));
        });
}

} // namespace auth

} // namespace holdfast::http
