// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/change.h"

namespace holdfast {

/// As much history as a snapshot carries; more active holds than that are a sale no table can show.
constexpr int snapshotHoldsMax = 200'000;
constexpr int snapshotPurchasesMax = 2'000;

/// Everything the console shows, read at once: products with their stock, sales, active holds, latest
/// purchases. One transaction, so that the parts fit each other. Blocks, on the connection's thread.
std::expected<ChangeSet, SqlError> readSnapshot(Connection &connection);

} // namespace holdfast
