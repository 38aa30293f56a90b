// SPDX-License-Identifier: GPL-3.0-only
#include "desk/snapshot.h"

#include "stock/catalogue.h"
#include "stock/history.h"
#include "stock/sales.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

template <typename Value>
bool take(std::expected<Value, SqlError> read, Value &into, SqlError &error)
{
    if (!read) {
        error = std::move(read.error());
        return false;
    }
    into = *std::move(read);
    return true;
}

} // namespace

std::expected<ChangeSet, SqlError> readSnapshot(Connection &connection)
{
    Transaction transaction(connection);
    if (const auto &begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    if (const auto one = connection.call("read_one_moment"_L1); !one)
        return std::unexpected(one.error());
    ChangeSet everything;
    SqlError error;
    const bool isRead = take(readSales(connection), everything.sales, error)
        && take(readProducts(connection), everything.products, error)
        && take(readActiveHolds(connection, snapshotHoldsMax), everything.holds, error)
        && take(readLatestPurchases(connection, snapshotPurchasesMax), everything.purchases, error);
    if (!isRead)
        return std::unexpected(error);
    if (const auto ended = transaction.commit(); !ended)
        return std::unexpected(ended.error());
    return everything;
}

} // namespace holdfast
