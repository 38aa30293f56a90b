// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/order.h"
#include "stock/page.h"

#include <optional>

namespace holdfast {

// Orders with their lines in order of product, newest first. All block on the database, on the connection's
// thread.

std::expected<std::optional<Order>, SqlError> readOrder(Connection &connection, OrderId order);
/// A user's, or everybody's.
std::expected<PageOf<Order>, SqlError> readOrders(Connection &connection, const std::optional<UserId> &user,
                                                  Page page);
/// At most OrderSearch::limitMax, whatever the search asks for.
std::expected<QList<Order>, SqlError> searchOrders(Connection &connection, const OrderSearch &search);

} // namespace holdfast
