// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/batch_line.h"
#include "stock/stock_events.h"

#include <QHash>
#include <QSet>

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace holdfast {

/// The way of BatchWay::Directly. What stock_batch() looks at and decides command by command, one statement
/// does for a crowd that nothing speaks against: each rule stands in its conditions or in a constraint of its
/// tables, and what does not fit makes it fail as a whole.
class DirectHolds final
{
public:
    /// Reserves of one line each, and the customers among them who are not known to exist, by username. Both
    /// must outlive it.
    DirectHolds(std::span<const BatchLine> lines, const QHash<QString, UserId> &newCustomers);

    /// In the transaction, first: finds or makes the customers who are not known, by one more round trip if
    /// there are any. Before the products are locked, as in stock_batch().
    std::expected<void, SqlError> meetCustomers(Connection &connection);
    /// Holds and commits. `sender` names this server to the others, or is empty to announce nothing this
    /// time. UniqueViolation: a customer holds a product already, or a key is known. A product that is not
    /// open to all who ask for it is told by productNotOpen(). One in a sale never is unless it is among
    /// `inSales`, which costs a look at their sales.
    CommittingCall call(Connection &connection, const QSet<ProductId> &inSales, const QString &sender) const;
    /// Asks for the same rows after a commit whose answer got lost.
    CommittingCall recall(Connection &connection) const;
    /// What the rows tell. Those of call() are true once they are committed.
    std::vector<StockEvent> events(BinaryRows &rows) const;

    /// The product that an error is about, if it is that: it has less than what all ask for, is archived, not
    /// live, or has a limit that only a look at each customer can keep.
    static std::optional<ProductId> productNotOpen(const SqlError &error);
    /// Whether that product is in a sale.
    static bool isInSale(const SqlError &error);

private:
    /// Of a product: by all lines, or by those up to one of them.
    struct Demand
    {
        int units = 0;
        int holds = 0;
    };
    using Customers = QHash<QString, UserId>;

    BinaryArguments arguments(const std::vector<ProductId> &inSales) const;
    std::vector<UserId> users() const;
    std::vector<Demand> demandsUpToEach() const;

    const std::span<const BatchLine> m_lines;
    const Customers &m_newCustomers;
    /// The same with the ids they have.
    Customers m_customers;
    /// In order of id, in which the statement locks them.
    std::map<ProductId, Demand> m_demands;
};

} // namespace holdfast
