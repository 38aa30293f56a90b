// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"

#include "accounts/normalised_email.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr auto adminRole = "admin"_L1;
constexpr auto customerRole = "customer"_L1;

AccountResult firstAccount(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    if (!rows->next())
        return std::nullopt;
    return Account{.id = rows->get<UserId>(0),
                   .email = rows->get<QString>(1),
                   .name = rows->get<QString>(2),
                   .role = rows->get<QString>(3) == adminRole ? Role::Admin : Role::Customer,
                   .passwordHash = rows->get<QString>(4).toLatin1(),
                   .createdAt = rows->get<Instant>(5),
                   .readAt = rows->get<Instant>(6)};
}

AccountResult create(Connection &connection, const NewAccount &account, QLatin1StringView role)
{
    return firstAccount(connection.call("account_register"_L1,
                                        {UserId::make(), normalisedEmail(account.email), account.name,
                                         QString::fromLatin1(account.passwordHash), role}));
}

} // namespace

AccountResult registerCustomer(Connection &connection, const NewAccount &account)
{
    return create(connection, account, customerRole);
}

AccountResult createAdmin(Connection &connection, const NewAccount &account)
{
    return create(connection, account, adminRole);
}

AccountResult findAccount(Connection &connection, const QString &email)
{
    return firstAccount(connection.call("account_by_email"_L1, {normalisedEmail(email)}));
}

AccountResult findAccount(Connection &connection, const UserId &id)
{
    return firstAccount(connection.call("account_by_id"_L1, {id}));
}

AccountResult changePassword(Connection &connection, const Account &account, const QByteArray &newHash)
{
    return firstAccount(connection.call(
        "account_change_password"_L1,
        {QString::fromLatin1(newHash), account.id, QString::fromLatin1(account.passwordHash)}));
}

std::expected<void, SqlError> keepRehash(Connection &connection, const Account &account,
                                         const QByteArray &newHash)
{
    return connection.perform(
        "account_rehash"_L1,
        {QString::fromLatin1(newHash), account.id, QString::fromLatin1(account.passwordHash)});
}

std::expected<bool, SqlError> changeRole(Connection &connection, const UserId &id, Role role)
{
    Q_ASSERT(role == Role::Admin || role == Role::Customer);
    const auto rows =
        connection.call("account_role"_L1, {role == Role::Admin ? adminRole : customerRole, id});
    if (!rows)
        return std::unexpected(rows.error());
    return rows->count() > 0;
}

std::expected<void, SqlError> revokeToken(Connection &connection, const TokenClaims &claims)
{
    return connection.perform("token_revoke"_L1, {claims.id, claims.expiresAt});
}

} // namespace holdfast
