// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/command.h"
#include "domain/instant.h"

#include <expected>
#include <optional>

namespace holdfast {

/// Somebody who can hold and buy.
struct User
{
    UserId id;
    QString username;
    Instant createdAt;
};

// All block on the database, on the connection's thread.

/// The user that a customer stands for, known or not (CustomerDirectory::find); nothing when there is none.
std::expected<std::optional<User>, SqlError> findUser(Connection &connection, const Customer &customer);

/// Makes a user; nothing when the name is taken. It must not read like an id.
std::expected<std::optional<User>, SqlError> createUser(Connection &connection, const QString &username);

} // namespace holdfast
