// SPDX-License-Identifier: GPL-3.0-only
#include "desk/desk.h"
#include "stock/carts.h"
#include "tests/server/stock/stock_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// The orders as an operator looks for them.
class TestDeskOrders final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tellsEveryLine();
    void findsByText_data();
    void findsByText();
    void goesOnBeforeAPlace();
    void tellsThatTheyWereNotRead();

private:
    QList<Order> look(const OrderSearch &search);
    OrderId order(const Customer &customer, const std::vector<ProductId> &products);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<StockServer> m_server;
    std::unique_ptr<StockLanes> m_lanes;
    std::unique_ptr<Desk> m_desk;
};

namespace {

constexpr int patienceMs = 30'000;

QStringList namesOf(const QList<Order> &orders)
{
    QStringList names;
    for (const auto &order : orders)
        names.append(order.username);
    return names;
}

void rename(TestDatabase &database, ProductId product, const QString &name)
{
    database.exec(u"UPDATE products SET name = '%1' WHERE id = %2"_s.arg(name, product.text()));
}

} // namespace

void TestDeskOrders::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_server = std::make_unique<StockServer>(m_database->settings());
    m_lanes = std::make_unique<StockLanes>(m_server->surroundings().get(), 1);
    m_desk = std::make_unique<Desk>(m_server->surroundings().get(), *m_lanes,
                                    Desk::Listeners{.snapshotBegins = [] {},
                                                    .snapshotRead = [](const ChangeSet &) {},
                                                    .audited = [](const std::vector<AuditFault> &) {},
                                                    .auditFailed = [](const QString &) {}});
    m_server->start();
    m_lanes->start();
    m_desk->start();
}

void TestDeskOrders::cleanup()
{
    m_desk.reset();
    m_lanes.reset();
    m_server.reset();
    m_database.reset();
}

OrderId TestDeskOrders::order(const Customer &customer, const std::vector<ProductId> &products)
{
    std::optional<Cart> cart;
    for (const auto product : products)
        cart = addToCart(m_database->connection(), customer, {product, units(2)}, Quantity::maximum)
                   .value()
                   .value();
    PlaceOrder command{customer, cart->version, {}};
    for (const auto &line : cart->lines)
        command.lines.push_back({line.product, units(line.quantity)});
    return m_server->ask(command).value().lines.front().purchase.order;
}

QList<Order> TestDeskOrders::look(const OrderSearch &search)
{
    QSignalSpy spy(m_desk.get(), &Desk::ordersRead);
    m_desk->requestOrders(search);
    if (!QTest::qWaitFor([&] { return spy.count() > 0; }, patienceMs))
        qFatal("no orders were read");
    if (spy[0][0].value<OrderSearch>() != search)
        qFatal("another search was answered");
    return spy[0][1].value<QList<Order>>();
}

void TestDeskOrders::tellsEveryLine()
{
    const auto one = addProduct(*m_database);
    const auto other = addProduct(*m_database, {.price = 250});
    rename(*m_database, other, u"Boot"_s);
    m_database->exec(u"INSERT INTO sales (name, starts_at) VALUES ('Sale', now() - interval '1 minute'); "
                     "UPDATE products SET sale_id = 1 WHERE id = "_s
                     + other.text());
    const auto id = order(newcomer(u"ada"_s), {other, one});
    const auto orders = look({.text = {}, .ticket = 7});
    QCOMPARE(orders.size(), 1);
    QCOMPARE(orders[0].id, id);
    QCOMPARE(orders[0].username, u"ada"_s);
    QCOMPARE(orders[0].amount.minorUnits(), 2500);
    QCOMPARE(orders[0].currency, u"EUR"_s);
    QCOMPARE(orders[0].lines.size(), 2);
    const auto &boot = orders[0].lines[1];
    QCOMPARE(boot.product, other);
    QCOMPARE(boot.productName, u"Boot"_s);
    QCOMPARE(boot.quantity, 2);
    QCOMPARE(boot.unitPrice, Money::fromMinorUnits(250));
    QCOMPARE(boot.amount.minorUnits(), 500);
    QCOMPARE(boot.sale, SaleId::from(1));
    QVERIFY(!orders[0].lines[0].sale);
}

void TestDeskOrders::findsByText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("names");
    QTest::newRow("everything, newest first") << QString() << u"cat bob ada"_s;
    QTest::newRow("a customer") << u"bob"_s << u"bob"_s;
    QTest::newRow("in other letters, with white space") << u" BO "_s << u"cat bob"_s;
    QTest::newRow("a product") << u"sneaker"_s << u"bob ada"_s;
    QTest::newRow("no pattern") << u"%"_s << QString();
    QTest::newRow("nothing like it") << u"hat"_s << QString();
}

void TestDeskOrders::findsByText()
{
    QFETCH(const QString, text);
    QFETCH(const QString, names);
    const auto sneaker = addProduct(*m_database);
    const auto boot = addProduct(*m_database);
    rename(*m_database, sneaker, u"Sneaker"_s);
    rename(*m_database, boot, u"Boot"_s);
    const auto first = order(newcomer(u"ada"_s), {sneaker});
    order(newcomer(u"bob"_s), {sneaker});
    order(newcomer(u"cat"_s), {boot});
    QCOMPARE(namesOf(look({.text = text})).join(u' '), names);
    QCOMPARE(namesOf(look({.text = first.text().toUpper().last(12)})), QStringList{u"ada"_s});
}

void TestDeskOrders::goesOnBeforeAPlace()
{
    const auto product = addProduct(*m_database);
    QList<OrderId> ids;
    for (int count = 0; count < 7; ++count)
        ids.prepend(order(newcomer(u"ada"_s), {product}));
    // In one moment the greater id comes first.
    m_database->exec(
        u"ALTER TABLE orders DISABLE TRIGGER USER; ALTER TABLE order_items DISABLE TRIGGER USER; "
        "UPDATE order_items SET purchased_at = (SELECT min(created_at) FROM orders); "
        "UPDATE orders SET created_at = (SELECT min(created_at) FROM orders)"_s);
    std::ranges::sort(ids, [](const OrderId &one, const OrderId &other) { return other < one; });
    QList<OrderId> found;
    OrderSearch search{.text = {}, .limit = 3};
    for (auto orders = look(search); !orders.isEmpty(); orders = look(search)) {
        for (const auto &each : orders)
            found.append(each.id);
        search.before = OrderPlace{orders.last().createdAt, orders.last().id};
    }
    QCOMPARE(found, ids);
}

void TestDeskOrders::tellsThatTheyWereNotRead()
{
    m_database->exec(u"ALTER TABLE order_items RENAME TO hidden"_s);
    QSignalSpy spy(m_desk.get(), &Desk::ordersUnread);
    m_desk->requestOrders({});
    QVERIFY(QTest::qWaitFor([&] { return spy.count() > 0; }, patienceMs));
    QVERIFY(!spy[0][1].toString().isEmpty());
    QVERIFY2(!spy[0][1].toString().contains(u"order_items"_s), "the cause is for the log");
}

QTEST_GUILESS_MAIN(TestDeskOrders)
#include "test_orders.moc"
