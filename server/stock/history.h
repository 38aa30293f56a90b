// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/change.h"
#include "domain/purchase.h"
#include "domain/reservation.h"
#include "stock/page.h"

#include <QHash>

#include <optional>
#include <vector>

namespace holdfast {

/// A reservation as it was read, with its user's name and the database's time of reading. One that is past
/// its time reads as expired, swept or not.
struct ReadHold
{
    Reservation reservation;
    QString username;
    Instant readAt;
};

enum class LeaderboardOrder { Time, Quantity, Amount };

struct LeaderboardQuery
{
    LeaderboardOrder order = LeaderboardOrder::Time;
    std::optional<ProductId> product;
    std::optional<SaleId> sale;
    Page page;
};

/// One difference that the audit found; no product when an order itself is at fault.
struct AuditFault
{
    std::optional<ProductId> product;
    QString fault;
    qint64 expected = 0;
    qint64 found = 0;
};

/// The fault as one line: "product 7: sold_stock is not the sum of its order lines: expected 3, found 4".
QString auditText(const AuditFault &fault);

// All block on the database, on the connection's thread.

std::expected<std::optional<ReadHold>, SqlError> readHold(Connection &connection, ReservationId reservation);
/// A user's live holds, soonest first.
std::expected<PageOf<ReadHold>, SqlError> readLiveHolds(Connection &connection, UserId user, Page page);
/// Every active hold, soonest first, at most `limit`.
std::expected<std::vector<HoldChange>, SqlError> readActiveHolds(Connection &connection, int limit);

std::expected<PageOf<Purchase>, SqlError> readLeaderboard(Connection &connection,
                                                          const LeaderboardQuery &query);
/// By product, newest first.
using PurchasesOfProducts = QHash<ProductId, std::vector<Purchase>>;
/// The newest purchases of each of these products in the sale it is in, at most `each`, in one query. Who
/// bought twice stands there twice.
std::expected<PurchasesOfProducts, SqlError>
readLatestPurchasesOf(Connection &connection, const std::vector<ProductId> &products, int each);
/// The newest purchases in chronological order, at most `limit`.
std::expected<std::vector<Purchase>, SqlError> readLatestPurchases(Connection &connection, int limit);

/// Recomputes every product from its rows. Empty is clean.
std::expected<std::vector<AuditFault>, SqlError> runAudit(Connection &connection);

} // namespace holdfast
