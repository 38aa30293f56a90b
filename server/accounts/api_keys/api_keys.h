// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/api_keys/api_key.h"
#include "database/connection.h"

#include <expected>
#include <optional>
#include <vector>

namespace holdfast {

/// A key that was just made, with the text that is never shown again.
struct NewApiKey
{
    ApiKey key;
    ApiKeySecret secret;
};

/// The most keys that are in force at once.
constexpr int apiKeysMax = 1000;

// All block on the database, on the connection's thread. `by` is the admin who asks; nobody for the operator
// at the machine.

/// `name` has 1 to ApiKey::nameLengthMax characters. Nothing when there are apiKeysMax already.
std::expected<std::optional<NewApiKey>, SqlError> makeApiKey(Connection &connection, const QString &name,
                                                             const std::optional<UserId> &by);

/// All, newest first, at most `limit`; revoked ones as well.
std::expected<std::vector<ApiKey>, SqlError> listApiKeys(Connection &connection, int limit, int offset);
/// For people who manage them: those in force first, then revoked ones, each newest first, at most `limit`.
std::expected<std::vector<ApiKey>, SqlError> listApiKeysInForceFirst(Connection &connection, int limit);
std::expected<int, SqlError> countApiKeys(Connection &connection);

/// Ends a key; servers refuse it within two seconds. Nothing when there is none of that id; one that was
/// revoked before stays as it was.
std::expected<std::optional<ApiKey>, SqlError> revokeApiKey(Connection &connection, const ApiKeyId &id,
                                                            const std::optional<UserId> &by);

/// These were used just now.
std::expected<void, SqlError> noteApiKeysUsed(Connection &connection, const std::vector<ApiKeyId> &keys);

} // namespace holdfast
