// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/tokens/token_keys.h"
#include "app/settings.h"
#include "database/connection.h"

#include <expected>

namespace holdfast {

// What there must be before anybody can sign in. Both block on the disk; call them once the data folder's
// database is open, not on a thread that somebody waits for.

/// From JWT_SECRET, or a key of the data folder, which is made at the first start. A weak secret is a bad
/// configuration.
std::expected<TokenKeys, StartFault> prepareTokenKeys(const Settings &settings);

/// Makes the first admin if there is none, and says in the log where its password stands.
std::expected<void, StartFault> prepareFirstAdmin(Connection &connection, const Settings &settings);

} // namespace holdfast
