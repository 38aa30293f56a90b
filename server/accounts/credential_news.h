// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/api_keys/known_api_keys.h"
#include "accounts/tokens/revocations.h"
#include "database/connection.h"

#include <QSet>

#include <expected>
#include <vector>

namespace holdfast {

/// What the database knows of credentials: what was ended since a moment, and all that is in force.
struct CredentialNews
{
    /// The database's clock before the rest was read.
    Instant readAt;
    std::vector<RevokedToken> revoked;
    std::vector<TokensCut> cuts;
    std::vector<KeptApiKey> apiKeys;
    QSet<UserId> admins;
};

/// Blocks on the database, on the connection's thread. At most `limit` of each kind of endings.
std::expected<CredentialNews, SqlError> readCredentialNews(Connection &connection, Instant since, int limit);

/// Deletes what concerns only tokens that expired before `before`, and notes when keys were used.
std::expected<void, SqlError> tidyCredentials(Connection &connection, Instant before,
                                              const std::vector<ApiKeyId> &used);

} // namespace holdfast
