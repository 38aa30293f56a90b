// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/users.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::expected<std::optional<User>, SqlError> firstUser(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    if (!rows->next())
        return std::nullopt;
    return User{rows->get<UserId>(0), rows->get<QString>(1), rows->get<Instant>(2)};
}

} // namespace

std::expected<std::optional<User>, SqlError> findUser(Connection &connection, const Customer &customer)
{
    return firstUser(connection.call("users_find"_L1, {customer.id, customer.username}));
}

std::expected<std::optional<User>, SqlError> createUser(Connection &connection, const QString &username)
{
    return firstUser(connection.call("users_create"_L1, {UserId::make(), username}));
}

} // namespace holdfast
