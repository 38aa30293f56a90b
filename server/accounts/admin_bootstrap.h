// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/passwords/password_hasher.h"
#include "database/connection.h"

#include <expected>

namespace holdfast {

/// What ensureAdmin() has done.
struct AdminBootstrap
{
    static constexpr QLatin1StringView email{"admin@localhost"};

    /// False: there was an admin.
    bool isCreated = false;
    /// Where the password stands when one was made.
    QString passwordFile;
};

/// Why there is no admin: for people, with the database's error when it was that.
struct AdminError
{
    QString text;
    std::optional<SqlError> cause;
};

/// On a database without any admin makes admin@localhost with a random password, and writes that to
/// `<dataDirectory>/admin-password` (0600, of this process' user), durably and before the account exists.
/// Of several servers that start at once, one does. Blocks on the database, and on a password hash; call
/// before serving.
std::expected<AdminBootstrap, AdminError> ensureAdmin(Connection &connection, const QString &dataDirectory,
                                                      const PasswordHasher &hasher);

} // namespace holdfast
