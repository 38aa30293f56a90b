// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/sale_clerk.h"

namespace holdfast::test {

using namespace Qt::StringLiterals;

SaleClerk::SaleClerk(const ConnectionSettings &database)
    : m_connection(database, m_book, {.lock = patience, .statement = patience, .idleInTransaction = patience})
    , m_name(u"clerk"_s)
{
    if (const auto opened = m_connection.open(); !opened)
        qFatal("%s", qPrintable(opened.error().text));
}

std::optional<Outcome<SaleChanged>> SaleClerk::finish(Transaction &transaction, SaleOutcome outcome)
{
    if (!outcome && outcome.error().isTimeout()) {
        ++m_timeouts;
        return std::nullopt;
    }
    if (!outcome)
        qFatal("an act failed: %s", qPrintable(outcome.error().text));
    if (const auto ended = transaction.commit(); !ended)
        qFatal("a commit failed: %s", qPrintable(ended.error().text));
    return *std::move(outcome);
}

SaleChanged SaleClerk::open(const std::vector<ProductId> &products,
                            std::optional<std::chrono::milliseconds> length)
{
    const Instant now = readDatabaseTime(m_connection).value();
    const auto end = length ? std::optional<Instant>(now + *length) : std::nullopt;
    return act([&](Connection &connection, const QString &sender) {
        return createSale(connection, {u"Sale"_s, now, end, products}, sender);
    });
}

SaleChanged SaleClerk::freeze(SaleId sale)
{
    return act([sale](Connection &connection, const QString &sender) {
        return pauseSale(connection, sale, HoldClocks::StandStill, sender);
    });
}

SaleChanged SaleClerk::resume(SaleId sale)
{
    return act([sale](Connection &connection, const QString &sender) {
        return resumeSale(connection, sale, sender);
    });
}

} // namespace holdfast::test
