// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "tests/support/test_database.h"

namespace holdfast::test {

/// Two products for sale: „Läufer“ & Söhne at 89.90, and a gift without a price.
class SampleOrders final
{
public:
    explicit SampleOrders(TestDatabase &database);
    Q_DISABLE_COPY_MOVE(SampleOrders)

    /// A customer with this address, or without one.
    UserId addCustomer(const QString &email);
    /// Two of the one, one of the other, as the program's own functions write an order.
    OrderId addOrder(UserId customer);
    OrderId addOrder(const QString &email) { return addOrder(addCustomer(email)); }

    QString stateOf(OrderId order);
    int countOf(const QString &state);
    QString lastErrorOf(OrderId order);
    int attemptsOf(OrderId order);

private:
    TestDatabase &m_database;
};

} // namespace holdfast::test
