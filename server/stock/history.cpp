// SPDX-License-Identifier: GPL-3.0-only
#include "stock/history.h"

#include "database/sql_array.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// Past its time a hold is over for every reader, whether or not the sweep has come by.
ReadHold asOfReading(ReadHold read)
{
    const auto status = read.reservation.statusAt(read.readAt);
    if (status != read.reservation.status)
        read.reservation.endedAt = read.reservation.expiresAt;
    read.reservation.status = status;
    return read;
}

std::optional<std::chrono::microseconds> timeOf(std::optional<qint64> microseconds)
{
    return microseconds ? std::optional(std::chrono::microseconds(*microseconds)) : std::nullopt;
}

ReadHold readHoldOf(const Rows &rows)
{
    return asOfReading({.reservation = {.id = rows.get<ReservationId>(0),
                                        .product = rows.get<ProductId>(1),
                                        .user = rows.get<UserId>(2),
                                        .quantity = rows.get<int>(3),
                                        .status = reservationStatusFromName(rows.get<QString>(4)).value(),
                                        .createdAt = rows.get<Instant>(5),
                                        .expiresAt = rows.get<Instant>(6),
                                        .endedAt = rows.get<std::optional<Instant>>(7),
                                        .frozenLeft = timeOf(rows.get<std::optional<qint64>>(9))},
                        .username = rows.get<QString>(8),
                        .readAt = rows.get<Instant>(10)});
}

Purchase purchaseOf(const Rows &rows)
{
    return {.order = rows.get<OrderId>(0),
            .reservation = rows.get<ReservationId>(1),
            .product = rows.get<ProductId>(2),
            .user = rows.get<UserId>(3),
            .username = rows.get<QString>(4),
            .quantity = rows.get<int>(5),
            .amount = rows.get<Money>(6),
            .purchasedAt = rows.get<Instant>(7)};
}

AuditFault auditFaultOf(const Rows &rows)
{
    return {rows.get<std::optional<ProductId>>(0), rows.get<QString>(1), rows.get<qint64>(2),
            rows.get<qint64>(3)};
}

template <typename Read>
auto readAll(std::expected<Rows, SqlError> rows, Read read)
    -> std::expected<std::vector<std::invoke_result_t<Read, const Rows &>>, SqlError>
{
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<std::invoke_result_t<Read, const Rows &>> values;
    values.reserve(static_cast<size_t>(rows->count()));
    while (rows->next())
        values.push_back(read(*rows));
    return values;
}

template <typename Value>
std::expected<PageOf<Value>, SqlError> pageOf(std::expected<std::vector<Value>, SqlError> items,
                                              std::expected<Rows, SqlError> count)
{
    if (!items)
        return std::unexpected(items.error());
    if (!count)
        return std::unexpected(count.error());
    count->next();
    return PageOf<Value>{*std::move(items), count->get<qint64>(0)};
}

QLatin1StringView statementOf(LeaderboardOrder order)
{
    switch (order) {
    case LeaderboardOrder::Time:
        return "purchases_by_time"_L1;
    case LeaderboardOrder::Quantity:
        return "purchases_by_quantity"_L1;
    case LeaderboardOrder::Amount:
        return "purchases_by_amount"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace

QString auditText(const AuditFault &fault)
{
    const QString subject = fault.product ? QString(u"product "_s + fault.product->text()) : u"an order"_s;
    return u"%1: %2: expected %3, found %4"_s.arg(subject, fault.fault).arg(fault.expected).arg(fault.found);
}

std::expected<std::optional<ReadHold>, SqlError> readHold(Connection &connection, ReservationId reservation)
{
    auto rows = connection.call("holds_by_id"_L1, {reservation});
    if (!rows)
        return std::unexpected(rows.error());
    return rows->next() ? std::optional(readHoldOf(*rows)) : std::nullopt;
}

std::expected<PageOf<ReadHold>, SqlError> readLiveHolds(Connection &connection, UserId user, Page page)
{
    auto items =
        readAll(connection.call("holds_live_of_user"_L1, {user, page.limit, page.offset}), readHoldOf);
    return pageOf(std::move(items), connection.call("holds_live_count_of_user"_L1, {user}));
}

std::expected<std::vector<HoldChange>, SqlError> readActiveHolds(Connection &connection, int limit)
{
    return readAll(connection.call("holds_active"_L1, {limit}), [](const Rows &rows) {
        auto read = readHoldOf(rows);
        return HoldChange{std::move(read.reservation), std::move(read.username), {}};
    });
}

std::expected<PageOf<Purchase>, SqlError> readLeaderboard(Connection &connection,
                                                          const LeaderboardQuery &query)
{
    auto items = readAll(connection.call(statementOf(query.order),
                                         {query.product, query.sale, query.page.limit, query.page.offset}),
                         purchaseOf);
    return pageOf(std::move(items), connection.call("purchases_count"_L1, {query.product, query.sale}));
}

std::expected<PurchasesOfProducts, SqlError>
readLatestPurchasesOf(Connection &connection, const std::vector<ProductId> &products, int each)
{
    const auto purchases =
        readAll(connection.call("purchases_latest_of"_L1, {each, sqlArray(products)}), purchaseOf);
    if (!purchases)
        return std::unexpected(purchases.error());
    PurchasesOfProducts byProduct;
    for (const auto &purchase : *purchases)
        byProduct[purchase.product].push_back(purchase);
    return byProduct;
}

std::expected<std::vector<Purchase>, SqlError> readLatestPurchases(Connection &connection, int limit)
{
    return readAll(connection.call("purchases_latest"_L1, {limit}), purchaseOf);
}

std::expected<std::vector<AuditFault>, SqlError> runAudit(Connection &connection)
{
    return readAll(connection.call("audit_stock"_L1), auditFaultOf);
}

} // namespace holdfast
