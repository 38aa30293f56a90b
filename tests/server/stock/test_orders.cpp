// SPDX-License-Identifier: GPL-3.0-only
#include "stock/carts.h"
#include "stock/orders.h"
#include "tests/server/stock/stock_server.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What orders and purchases tell the rest of the program, and what they leave.
class TestOrders final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tellWhatTheyChanged();
    void areToldOnce();
    void spoilNoNeighbour();
    void aCartThatHasMovedIsReadAgain();
    void productsThatAreNotTheCartsAreRefused();
    void moneyHasItsLimit();
    void sumsWhatIsPutInTwice();
    void theActiveSaleIsFoundAmongMany();

private:
    PlaceOrder orderOf(const Customer &customer);
    void fill(const Customer &customer, ProductId product, int quantity);
    void putIntoSale(ProductId product);
    ChangeSet published();

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<StockServer> m_server;
};

void TestOrders::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_server = std::make_unique<StockServer>(m_database->settings());
    m_server->start();
}

void TestOrders::cleanup()
{
    m_server.reset();
    m_database.reset();
}

void TestOrders::fill(const Customer &customer, ProductId product, int quantity)
{
    QVERIFY(addToCart(m_database->connection(), customer, {product, units(quantity)}, Quantity::maximum)
                .value()
                .has_value());
}

PlaceOrder TestOrders::orderOf(const Customer &customer)
{
    const auto cart = readCart(m_database->connection(), customer).value().value();
    PlaceOrder order{customer, cart.version, {}};
    for (const auto &line : cart.lines)
        order.lines.push_back({line.product, units(line.quantity)});
    return order;
}

void TestOrders::putIntoSale(ProductId product)
{
    m_database->exec(
        u"WITH made AS (INSERT INTO sales (name, starts_at) VALUES ('Sale', now() - interval '1 minute') "
        "RETURNING id) UPDATE products SET sale_id = made.id FROM made WHERE products.id = "_s
        + product.text());
}

ChangeSet TestOrders::published()
{
    ChangeSet all;
    for (auto &changes : m_server->surroundings().takePublished()) {
        all.holds.insert(all.holds.end(), changes.holds.begin(), changes.holds.end());
        all.purchases.insert(all.purchases.end(), changes.purchases.begin(), changes.purchases.end());
        all.stocks.insert(all.stocks.end(), changes.stocks.begin(), changes.stocks.end());
    }
    return all;
}

void TestOrders::tellWhatTheyChanged()
{
    const auto customer = addCustomers(*m_database, 1).front();
    const auto held = addProduct(*m_database);
    const auto fresh = addProduct(*m_database);
    const auto hold = m_server->ask(reserve(customer, held, 5)).value().holds.front().reservation.id;
    fill(customer, held, 2);
    fill(customer, fresh, 3);
    published();
    const auto ordered = m_server->ask(orderOf(customer)).value();
    const auto changes = published();
    QCOMPARE(changes.purchases.size(), size_t(2));
    QCOMPARE(changes.purchases[0].order, ordered.lines[0].purchase.order);
    QCOMPARE(changes.purchases[0].username, customer.username);
    QCOMPARE(changes.purchases[1].quantity, 3);
    QCOMPARE(changes.stocks.size(), size_t(2));
    // The hold that another one took the place of has ended, as have the two that were bought.
    QCOMPARE(changes.holds.size(), size_t(3));
    for (const auto &change : changes.holds) {
        const bool isReplaced = change.reservation.id == hold;
        QCOMPARE(change.reservation.status,
                 isReplaced ? ReservationStatus::Cancelled : ReservationStatus::Consumed);
    }
    QCOMPARE(levelOf(*m_database, held), (StockLevel{100, 98, 0, 2}));
    const auto read = readOrder(m_database->connection(), ordered.lines[0].purchase.order).value().value();
    QCOMPARE(read.lines.size(), 2);
    QCOMPARE(read.amount.minorUnits(), 5000);
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestOrders::areToldOnce()
{
    const auto customer = addCustomers(*m_database, 1).front();
    const auto product = addProduct(*m_database);
    putIntoSale(product);
    const IdempotencyKey one{QUuid::createUuid(), QUuid::createUuid()};
    const IdempotencyKey other{QUuid::createUuid(), QUuid::createUuid()};
    const BuyNow buyNow{customer, product, units(2)};
    const auto bought = m_server->ask(buyNow, one).value();
    fill(customer, product, 3);
    const auto order = orderOf(customer);
    const auto ordered = m_server->ask(order, other).value();
    published();
    // A server that knows nothing but what the database knows.
    StockServer later(m_database->settings());
    later.start();
    const auto boughtAgain = later.ask(buyNow, one).value();
    QVERIFY(boughtAgain.isReplay);
    QCOMPARE(boughtAgain.purchase.order, bought.purchase.order);
    QCOMPARE(boughtAgain.hold.stock.stockVersion, bought.hold.stock.stockVersion);
    const auto orderedAgain = later.ask(order, other).value();
    QVERIFY(orderedAgain.isReplay);
    QCOMPARE(orderedAgain.lines.front().purchase.order, ordered.lines.front().purchase.order);
    const auto emptyAgain = later.ask(PlaceOrder{customer, 0, {}}, other).value();
    QCOMPARE(emptyAgain.lines.front().purchase.order, ordered.lines.front().purchase.order);
    QVERIFY(later.surroundings().takePublished().empty());
    QCOMPARE(levelOf(*m_database, product).sold, 5);
}

void TestOrders::spoilNoNeighbour()
{
    const auto customers = addCustomers(*m_database, 3);
    const auto product = addProduct(*m_database, {.total = 5});
    putIntoSale(product);
    fill(customers[0], product, 6);
    fill(customers[1], product, 2);
    m_server->surroundings().closeGate();
    auto first = m_server->send(Restock{addProduct(*m_database), units(1), u"gate"_s, {}});
    m_server->surroundings().awaitHeldLane();
    auto tooMuch = m_server->send(orderOf(customers[0]));
    auto fits = m_server->send(orderOf(customers[1]));
    auto twice = m_server->send(orderOf(customers[1]));
    auto rest = m_server->send(BuyNow{customers[2], product, units(3)});
    auto late = m_server->send(BuyNow{customers[0], product, units(1)});
    m_server->surroundings().openGate();
    StockServer::outcomeOf(std::move(first));
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(tooMuch))), u"OUT_OF_STOCK"_s);
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(fits))), u"done"_s);
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(twice))), u"VERSION_CONFLICT"_s);
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(rest))), u"done"_s);
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(late))), u"OUT_OF_STOCK"_s);
    QCOMPARE(levelOf(*m_database, product), (StockLevel{5, 0, 0, 5}));
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestOrders::aCartThatHasMovedIsReadAgain()
{
    const auto customer = addCustomers(*m_database, 1).front();
    const auto product = addProduct(*m_database);
    fill(customer, product, 1);
    const auto stale = orderOf(customer);
    const IdempotencyKey key{QUuid::createUuid(), QUuid::createUuid()};
    fill(customer, product, 1);
    QCOMPARE(codeOf(m_server->ask(stale, key)), u"VERSION_CONFLICT"_s);
    // The key is still free for the cart as it is now.
    const auto ordered = m_server->ask(orderOf(customer), key).value();
    QVERIFY(!ordered.isReplay);
    QCOMPARE(ordered.lines.front().purchase.quantity, 2);
}

void TestOrders::productsThatAreNotTheCartsAreRefused()
{
    const auto customer = addCustomers(*m_database, 1).front();
    const auto product = addProduct(*m_database);
    fill(customer, product, 1);
    auto order = orderOf(customer);
    order.lines = {{addProduct(*m_database), units(1)}};
    QCOMPARE(codeOf(m_server->ask(order)), u"VERSION_CONFLICT"_s);
    order.lines.clear();
    QCOMPARE(codeOf(m_server->ask(order)), u"VERSION_CONFLICT"_s);
}

void TestOrders::moneyHasItsLimit()
{
    const auto customer = addCustomers(*m_database, 1).front();
    for (int line = 0; line < 2; ++line)
        fill(customer, addProduct(*m_database, {.price = Money::minorUnitsMax / 2}), 1);
    QCOMPARE(codeOf(m_server->ask(orderOf(customer))), u"done"_s);
    for (int line = 0; line < 3; ++line)
        fill(customer, addProduct(*m_database, {.price = Money::minorUnitsMax / 2}), 1);
    QCOMPARE(codeOf(m_server->ask(orderOf(customer))), u"CONFLICT"_s);
    const auto other = addCustomers(*m_database, 1).front();
    fill(other, addProduct(*m_database, {.total = 1'000'000, .price = Money::minorUnitsMax}), 1'000'000);
    QCOMPARE(codeOf(m_server->ask(orderOf(other))), u"CONFLICT"_s);
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestOrders::sumsWhatIsPutInTwice()
{
    const auto customer = addCustomers(*m_database, 1).front();
    const auto product = addProduct(*m_database, {.total = 5, .perUserLimit = 4});
    fill(customer, product, 2);
    fill(customer, product, 3);
    QCOMPARE(codeOf(m_server->ask(orderOf(customer))), u"LIMIT_REACHED"_s);
    QCOMPARE(levelOf(*m_database, product).available, 5);
}

// A purchase that names no product means the only one of the active sale. Had each product to ask which sale
// that is, this would take most of a minute, and the lane gives it two seconds.
void TestOrders::theActiveSaleIsFoundAmongMany()
{
    m_database->exec(
        u"INSERT INTO sales (name, starts_at, ends_at) SELECT 'over', now() - interval '2 days', now() - "
        "interval '1 day' FROM generate_series(1, 3000); "
        "INSERT INTO products (name, total_stock, available_stock, hold_seconds, extension_seconds, sale_id) "
        "SELECT 'of old', 0, 0, 60, 60, id FROM sales; "
        "INSERT INTO stock_movements (product_id, kind, quantity) SELECT id, 'created', 0 FROM products"_s);
    const auto product = addProduct(*m_database);
    putIntoSale(product);
    const auto customer = addCustomers(*m_database, 1).front();
    const auto bought = m_server->ask(BuyNow{customer, std::nullopt, units(1)});
    QCOMPARE(codeOf(bought), u"done"_s);
    QCOMPARE(bought->purchase.product, product);
    QCOMPARE(auditOf(*m_database), QStringList());
}

QTEST_GUILESS_MAIN(TestOrders)
#include "test_orders.moc"
