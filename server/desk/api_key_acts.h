// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/api_keys/api_keys.h"

namespace holdfast {

/// As many keys as a console shows; all that are in force are among them.
constexpr int apiKeysShownMax = 2 * apiKeysMax;

// What the operator at the machine does with API keys. Each is one transaction with its line in the audit
// log. All block on the database, on the connection's thread.

/// Nothing when there are apiKeysMax in force already. `name` has 1 to ApiKey::nameLengthMax characters.
std::expected<std::optional<NewApiKey>, SqlError> makeApiKeyAsOperator(Connection &connection,
                                                                       const QString &name);

/// Nothing when there is no such key.
std::expected<std::optional<ApiKey>, SqlError> revokeApiKeyAsOperator(Connection &connection,
                                                                      const ApiKeyId &id);

} // namespace holdfast
