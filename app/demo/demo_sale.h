// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"

#include <chrono>
#include <expected>

namespace holdfast {

/// How long a demo sale runs.
constexpr std::chrono::hours demoSaleLength{2};

/// Sees to it that a sale of demoSaleName is live, in one transaction:
/// - in a blank database it makes the demo's products and their sale;
/// - when the demo's own sale is over, a new one takes its products;
/// - anywhere else, and while the demo's sale is open, it changes nothing: never into a real catalogue.
/// Blocks, on the connection's thread. Calling it again is harmless; an error leaves nothing behind.
std::expected<void, SqlError> prepareDemoSale(Connection &connection);

} // namespace holdfast
