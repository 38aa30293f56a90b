// SPDX-License-Identifier: GPL-3.0-only
#include "stock/direct_holds.h"

#include "database/sql_array.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// The order of the columns in sql/statements/stock.sql.
enum Column {
    Product,
    Total,
    Available,
    Reserved,
    Sold,
    StockVersion,
    Holds,
    DecidedAt,
    ExpiresAt,
};

StockEvent productEvent(const BinaryRows &rows)
{
    StockEvent event;
    event.what = StockEvent::What::Product;
    event.product = ProductId::from(rows.bigint(Product));
    event.level = {.total = rows.integer(Total),
                   .available = rows.integer(Available),
                   .reserved = rows.integer(Reserved),
                   .sold = rows.integer(Sold)};
    event.stockVersion = rows.bigint(StockVersion);
    event.quantity = rows.integer(Holds);
    event.decidedAt = instantFromMicroseconds(rows.bigint(DecidedAt));
    event.createdAt = event.decidedAt;
    event.expiresAt = instantFromMicroseconds(rows.bigint(ExpiresAt));
    return event;
}

StockEvent customerEvent(const QString &username, UserId user)
{
    StockEvent event;
    event.what = StockEvent::What::Customer;
    event.username = username;
    event.user = user;
    return event;
}

} // namespace

DirectHolds::DirectHolds(std::span<const BatchLine> lines, const QHash<QString, UserId> &newCustomers)
    : m_lines(lines)
    , m_newCustomers(newCustomers)
{
    for (const auto &line : m_lines) {
        auto &demand = m_demands[line.product.value()];
        demand.units += line.quantity.value().units();
        ++demand.holds;
    }
}

std::expected<void, SqlError> DirectHolds::meetCustomers(Connection &connection)
{
    if (m_newCustomers.isEmpty())
        return {};
    SqlArray names(m_newCustomers.size());
    SqlArray ids(m_newCustomers.size());
    for (const auto &[name, id] : m_newCustomers.asKeyValueRange()) {
        names.add(name);
        ids.add(id);
    }
    auto rows = connection.call("ensure_customers"_L1, {names.take(), ids.take()});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    while (rows->next())
        m_customers.insert(rows->get<QString>(0), rows->get<UserId>(1));
    return {};
}

CommittingCall DirectHolds::call(Connection &connection, const QSet<ProductId> &inSales,
                                 const QString &sender) const
{
    const auto products = m_demands | std::views::keys;
    std::vector<ProductId> ofSales;
    std::ranges::copy_if(products, std::back_inserter(ofSales),
                         [&](ProductId product) { return inSales.contains(product); });
    std::vector<BinaryCall> calls;
    calls.push_back(BinaryCall{"hold_directly"_L1, arguments(ofSales)});
    if (!ofSales.empty())
        calls.push_back(BinaryCall{"require_live"_L1, BinaryArguments().addArray(ofSales)});
    if (!sender.isEmpty())
        calls.push_back(BinaryCall{"announce_stock"_L1, BinaryArguments().add(sender).addArray(products)});
    return connection.callCommitting(calls);
}

CommittingCall DirectHolds::recall(Connection &connection) const
{
    return connection.callCommitting(
        {BinaryCall{"held_directly"_L1, BinaryArguments().addArray(m_lines, [](const BatchLine &line) {
                        return line.reservation.value();
                    })}});
}

std::vector<StockEvent> DirectHolds::events(BinaryRows &rows) const
{
    std::vector<StockEvent> events;
    events.reserve(m_demands.size() + static_cast<size_t>(m_customers.size()));
    while (rows.next())
        events.push_back(productEvent(rows));
    for (const auto &[username, user] : m_customers.asKeyValueRange())
        events.push_back(customerEvent(username, user));
    return events;
}

// refuse_product() names the product as if it were a constraint.
std::optional<ProductId> DirectHolds::productNotOpen(const SqlError &error)
{
    return error.sqlState == "HF003"_L1 || isInSale(error) ? ProductId::from(error.constraint.toLongLong())
                                                           : std::nullopt;
}

bool DirectHolds::isInSale(const SqlError &error)
{
    return error.sqlState == "HF004"_L1;
}

BinaryArguments DirectHolds::arguments(const std::vector<ProductId> &inSales) const
{
    const auto products = m_demands | std::views::keys;
    const auto demands = m_demands | std::views::values;
    const auto upToEach = demandsUpToEach();
    BinaryArguments arguments;
    arguments.addArray(products)
        .addArray(demands, &Demand::units)
        .addArray(demands, &Demand::holds)
        .addArray(inSales)
        .addArray(m_lines, [](const BatchLine &line) { return line.product.value(); })
        .addArray(m_lines, [](const BatchLine &line) { return line.reservation.value(); })
        .addArray(users())
        .addArray(m_lines, [](const BatchLine &line) { return line.quantity.value(); })
        .addArray(m_lines, &BatchLine::key)
        .addArray(m_lines, &BatchLine::request)
        .addArray(upToEach, &Demand::units)
        .addArray(upToEach, &Demand::holds);
    return arguments;
}

// Whoever another server has met first has another id than the one proposed.
std::vector<UserId> DirectHolds::users() const
{
    QHash<UserId, UserId> byProposal;
    for (const auto &[username, user] : m_customers.asKeyValueRange()) {
        if (const auto proposed = m_newCustomers.value(username, user); proposed != user)
            byProposal.insert(proposed, user);
    }
    std::vector<UserId> users;
    users.reserve(m_lines.size());
    for (const auto &line : m_lines)
        users.push_back(byProposal.isEmpty() ? *line.user : byProposal.value(*line.user, *line.user));
    return users;
}

std::vector<DirectHolds::Demand> DirectHolds::demandsUpToEach() const
{
    std::map<ProductId, Demand> running;
    std::vector<Demand> demands;
    demands.reserve(m_lines.size());
    for (const auto &line : m_lines) {
        auto &demand = running[*line.product];
        demand.units += line.quantity->units();
        ++demand.holds;
        demands.push_back(demand);
    }
    return demands;
}

} // namespace holdfast
