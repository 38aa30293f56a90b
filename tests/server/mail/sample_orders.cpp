// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/mail/sample_orders.h"

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

QString lineOf(OrderId order, UserId customer, int product, int quantity, const QString &price)
{
    return u"WITH hold AS (INSERT INTO reservations (id, product_id, user_id, quantity, status, created_at, "
           u"expires_at, "
           "ended_at) VALUES ('%1', %2, '%3', %4, 'consumed', now(), now() + interval '1 minute', now())) "
           "INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, "
           "unit_price_minor, "
           "amount_minor, purchased_at) SELECT id, %2, '%1', '%3', %4, %6, coalesce(%6, 0) * %4, created_at "
           "FROM orders WHERE id = '%5';"_s.arg(ReservationId::make().text(), QString::number(product),
                                                customer.text(), QString::number(quantity), order.text(),
                                                price);
}

} // namespace

SampleOrders::SampleOrders(TestDatabase &database)
    : m_database(database)
{
    m_database.exec(u"INSERT INTO products (name, price_minor, currency, total_stock, available_stock, "
                    u"sold_stock, hold_seconds, "
                    "extension_seconds) VALUES ('„Läufer“ & Söhne', 8990, 'EUR', 10000, 0, 10000, 60, 60), "
                    "('gift', NULL, 'EUR', 10000, 0, 10000, 60, 60)"_s);
}

UserId SampleOrders::addCustomer(const QString &email)
{
    const auto id = UserId::make();
    const QString account = email.isEmpty() ? u"NULL, NULL"_s : u"'%1', '$argon2id$x'"_s.arg(email);
    m_database.exec(u"INSERT INTO users (id, username, email, password_hash) VALUES ('%1', '%1', %2)"_s.arg(
        id.text(), account));
    return id;
}

// All at once, as a worker may be waiting for it.
OrderId SampleOrders::addOrder(UserId customer)
{
    const auto order = OrderId::make();
    m_database.exec(u"SELECT make_order('%1', '%2', 17980, 'EUR', '2026-11-20 09:15:00Z');"_s.arg(
                        order.text(), customer.text())
                    + lineOf(order, customer, 1, 2, u"8990"_s) + lineOf(order, customer, 2, 1, u"NULL"_s));
    return order;
}

QString SampleOrders::stateOf(OrderId order)
{
    return m_database.scalar<QString>(u"SELECT state FROM outbox WHERE order_id = '%1'"_s.arg(order.text()));
}

int SampleOrders::countOf(const QString &state)
{
    return m_database.scalar<int>(u"SELECT count(*)::integer FROM outbox WHERE state = '%1'"_s.arg(state));
}

QString SampleOrders::lastErrorOf(OrderId order)
{
    return m_database.scalar<QString>(
        u"SELECT last_error FROM outbox WHERE order_id = '%1'"_s.arg(order.text()));
}

int SampleOrders::attemptsOf(OrderId order)
{
    return m_database.scalar<int>(u"SELECT attempts FROM outbox WHERE order_id = '%1'"_s.arg(order.text()));
}

} // namespace holdfast::test
