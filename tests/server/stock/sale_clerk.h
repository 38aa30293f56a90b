// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/sales.h"
#include "tests/server/stock/stock_server.h"

#include <optional>

namespace holdfast::test {

/// Does acts on sales as an admin's request does: each in a transaction of its own, on a connection of its
/// own. One thread. A database that fails an act ends the test, but for timeouts, which are counted.
class SaleClerk final
{
public:
    explicit SaleClerk(const ConnectionSettings &database);
    Q_DISABLE_COPY_MOVE(SaleClerk)

    /// `act` (Connection &, const QString &sender → SaleOutcome); nothing when it took too long.
    template <typename Act>
    std::optional<Outcome<SaleChanged>> tryTo(Act act)
    {
        Transaction transaction(m_connection);
        return finish(transaction, act(m_connection, m_name));
    }
    /// What a refusal, or a database that is slow, ends the test with.
    template <typename Act>
    SaleChanged act(Act act)
    {
        const auto outcome = tryTo(std::move(act));
        if (!outcome || !*outcome)
            qFatal("refused: %s", outcome ? qPrintable(outcome->error().message) : "too slow");
        return **outcome;
    }

    /// A sale that is live from now on, for so long.
    SaleChanged open(const std::vector<ProductId> &products,
                     std::optional<std::chrono::milliseconds> length = {});
    SaleChanged freeze(SaleId sale);
    SaleChanged resume(SaleId sale);

    int timeouts() const { return m_timeouts; }
    Connection &connection() { return m_connection; }

private:
    std::optional<Outcome<SaleChanged>> finish(Transaction &transaction, SaleOutcome outcome);

    const StatementBook m_book;
    Connection m_connection;
    const QString m_name;
    int m_timeouts = 0;
};

} // namespace holdfast::test
