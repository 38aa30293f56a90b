// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "accounts/tokens/token_claims.h"
#include "database/connection.h"
#include "domain/instant.h"

#include <expected>
#include <optional>

namespace holdfast {

/// Somebody who can sign in.
struct Account
{
    UserId id;
    /// Normalised.
    QString email;
    QString name;
    /// Customer or Admin.
    Role role = Role::Customer;
    QByteArray passwordHash;
    Instant createdAt;
    /// The database's clock when this was read; what a token begins with that is issued for it.
    Instant readAt;
};

struct NewAccount
{
    static constexpr int nameLengthMax = 200;

    /// Normalised here.
    QString email;
    /// At most nameLengthMax characters; may be empty.
    QString name;
    /// Of PasswordHasher.
    QByteArray passwordHash;
};

using AccountResult = std::expected<std::optional<Account>, SqlError>;

// All block on the database, on the connection's thread. Nobody's password is hashed here: that is
// HashingPool's work.

/// Nothing when the email address is taken: EMAIL_TAKEN.
AccountResult registerCustomer(Connection &connection, const NewAccount &account);
/// The same with the rights of an admin: for the operator at the machine only.
AccountResult createAdmin(Connection &connection, const NewAccount &account);

/// Nothing when there is no such account. The address is normalised here.
AccountResult findAccount(Connection &connection, const QString &email);
AccountResult findAccount(Connection &connection, const UserId &id);

/// Changes the password and ends every token issued until now; the answer's readAt is the first moment of
/// those that are valid, so a token issued with it lives. Nothing when the password is no longer the one that
/// `account` was read with. Tell Revocations as well, so that this server need not wait for the news.
AccountResult changePassword(Connection &connection, const Account &account, const QByteArray &newHash);

/// Keeps a hash of the same password at today's cost (PasswordHasher::needsRehash).
std::expected<void, SqlError> keepRehash(Connection &connection, const Account &account,
                                         const QByteArray &newHash);

/// Makes somebody an admin, or a customer again; servers know within two seconds. False: no such account.
std::expected<bool, SqlError> changeRole(Connection &connection, const UserId &id, Role role);

/// Ends one token (logout), on every server within two seconds. Tell Revocations as well.
std::expected<void, SqlError> revokeToken(Connection &connection, const TokenClaims &claims);

} // namespace holdfast
