// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

#include <atomic>
#include <barrier>
#include <mutex>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Many carts over the same products at once, through two servers: the stock is exact, and nobody hears of a
/// deadlock.
class TestOrderCrowd final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void twoHundredCartsOverTwentyProducts();
    void oppositeOrderDoesNotDeadlock();
    void holdsCartsAndPurchasesAtOnce();
    void aDeadlockWouldBeSeen();
};

namespace {

constexpr int threadsMax = 8;

TestServiceOptions besideOf(SampleShop &shop)
{
    TestServiceOptions options;
    options.beside = &shop.service();
    return options;
}

std::atomic<int> deadlocksSeen = 0;
QtMessageHandler previousHandler = nullptr;

/// The lanes say why they try a batch again; nobody else would hear of a deadlock.
void countDeadlocks(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (message.contains(u"deadlock detected"_s))
        ++deadlocksSeen;
    previousHandler(type, context, message);
}

/// From now on PostgreSQL finds a deadlock before the lanes lose their patience with the lock.
void findDeadlocksQuickly(SampleShop &shop)
{
    shop.database().exec(
        u"DO $$ BEGIN EXECUTE format('ALTER ROLE %I SET deadlock_timeout = 20', current_schema()); END $$"_s);
    shop.service().takeDatabaseAway();
    shop.service().bringDatabaseBack();
    shop.service().awaitReady();
    // A session that was ended is noticed by who uses it next: let that be nobody of the crowd.
    QVERIFY(QTest::qWaitFor(
        [&] {
            return shop.client().post("/internal/users", {{u"username"_s, u"first"_s}}).status != 503;
        },
        30'000));
}

/// What came of a crowd.
struct Counts
{
    std::atomic<int> ordered = 0;
    std::atomic<int> units = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> other = 0;
    std::mutex mutex; // guards unexpected
    QByteArray unexpected;

    void add(const ApiReply &reply)
    {
        if (reply.status == 201)
            ++ordered;
        else if (reply.code() == u"OUT_OF_STOCK" || reply.code() == u"ALREADY_RESERVED")
            ++refused;
        else {
            ++other;
            const std::lock_guard lock(mutex);
            unexpected = reply.raw.body;
        }
        const auto items = reply.data().value("items"_L1).toArray();
        for (const auto &item : items)
            units += item.toObject().value("quantity"_L1).toInt();
    }
};

/// `act` is called with the number of the act and a client of one server or the other, from several threads.
template <typename Act>
void crowd(quint16 port, quint16 otherPort, int acts, Act act)
{
    std::barrier start(threadsMax);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threadsMax; ++thread) {
        threads.emplace_back([&, thread] {
            ApiClient client(thread % 2 == 0 ? port : otherPort);
            start.arrive_and_wait();
            for (int number = thread; number < acts; number += threadsMax)
                act(number, client);
        });
    }
}

/// Each with two products, put in one way round or the other.
void orderInOppositeOrder(SampleShop &shop, int carts, Counts &counts)
{
    TestService other(besideOf(shop));
    const auto one = shop.makeProduct({{u"total_stock"_s, 1000}});
    const auto two = shop.makeProduct({{u"total_stock"_s, 1000}});
    crowd(shop.service().port(), other.port(), carts, [&](int number, ApiClient &client) {
        const auto customer = actingFor("cart" + QByteArray::number(number));
        client.post("/cart/items", {{u"product_id"_s, number % 2 == 0 ? one : two}}, customer);
        client.post("/cart/items", {{u"product_id"_s, number % 2 == 0 ? two : one}}, customer);
        counts.add(client.post("/orders", {}, customer));
    });
}

} // namespace

void TestOrderCrowd::init()
{
    deadlocksSeen = 0;
    previousHandler = qInstallMessageHandler(countDeadlocks);
}

void TestOrderCrowd::cleanup()
{
    qInstallMessageHandler(previousHandler);
}

void TestOrderCrowd::twoHundredCartsOverTwentyProducts()
{
    constexpr int carts = 200;
    constexpr int productsMax = 20;
    constexpr int stock = 40;
    SampleShop shop;
    findDeadlocksQuickly(shop);
    TestService other(besideOf(shop));
    std::vector<qint64> products;
    for (int product = 0; product < productsMax; ++product)
        products.push_back(shop.makeProduct({{u"total_stock"_s, stock}}));
    std::mt19937 random(20);
    for (int cart = 0; cart < carts; ++cart) {
        const QByteArray name = "cart" + QByteArray::number(cart);
        for (int line = 0; line < 5; ++line)
            shop.putIntoCart(products[random() % productsMax], name, 1 + static_cast<int>(random() % 2));
    }
    Counts counts;
    crowd(shop.service().port(), other.port(), carts, [&](int number, ApiClient &client) {
        counts.add(client.post("/orders", {}, actingFor("cart" + QByteArray::number(number))));
    });
    QVERIFY2(counts.other == 0, counts.unexpected.constData());
    QCOMPARE(counts.ordered + counts.refused, carts);
    QVERIFY(counts.ordered > 0 && counts.refused > 0);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT sum(sold_stock)::bigint FROM products"_s),
             qint64(counts.units));
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT sum(available_stock)::bigint FROM products"_s),
             qint64(productsMax * stock - counts.units));
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM orders"_s), qint64(counts.ordered));
    QCOMPARE(deadlocksSeen.load(), 0);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrderCrowd::oppositeOrderDoesNotDeadlock()
{
    SampleShop shop;
    findDeadlocksQuickly(shop);
    constexpr int carts = 120;
    Counts counts;
    orderInOppositeOrder(shop, carts, counts);
    QVERIFY2(counts.other == 0, counts.unexpected.constData());
    QCOMPARE(counts.ordered.load(), carts);
    QCOMPARE(counts.units.load(), 2 * carts);
    QCOMPARE(shop.service().auditFaults(), QStringList());
    QCOMPARE(deadlocksSeen.load(), 0);
}

// The same crowd, with the locks taken in any order, one after the other with a pause.
void TestOrderCrowd::aDeadlockWouldBeSeen()
{
    const QString inOrder = u"    -- FOR UPDATE answers each row as it is once it is locked."_s;
    const QString inAnyOrder =
        u"    PERFORM pg_sleep(0.005) FROM (SELECT 1 FROM products WHERE id = ANY (p_ids) "
        "ORDER BY random() FOR UPDATE) AS locked;"_s;
    SampleShop shop;
    findDeadlocksQuickly(shop);
    auto source = shop.database().scalar<QString>(u"SELECT pg_get_functiondef('lock_products'::regproc)"_s);
    QVERIFY(source.contains(inOrder));
    shop.database().exec(source.replace(inOrder, inAnyOrder));
    Counts counts;
    for (int round = 0; round < 20 && deadlocksSeen == 0; ++round)
        orderInOppositeOrder(shop, 120, counts);
    QVERIFY(deadlocksSeen > 0);
    // It costs time and refusals, never units.
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrderCrowd::holdsCartsAndPurchasesAtOnce()
{
    constexpr int acts = 400;
    constexpr int stock = 150;
    SampleShop shop;
    findDeadlocksQuickly(shop);
    TestService other(besideOf(shop));
    const auto one = shop.makeProduct({{u"total_stock"_s, stock}});
    const auto two = shop.makeProduct({{u"total_stock"_s, stock}});
    shop.putIntoSale(one, -60);
    Counts counts;
    crowd(shop.service().port(), other.port(), acts, [&](int number, ApiClient &client) {
        // Few customers: they meet their own holds and carts.
        const auto customer = actingFor("shopper" + QByteArray::number(number / 3 % 40));
        if (number % 3 == 0) {
            client.post("/reservations", {{u"product_id"_s, one}, {u"quantity"_s, 1 + number % 2}}, customer);
        } else if (number % 3 == 1) {
            counts.add(client.post("/flashsales/purchase", {{u"product_id"_s, one}}, customer));
        } else {
            client.post("/cart/items", {{u"product_id"_s, one}}, customer);
            client.post("/cart/items", {{u"product_id"_s, two}}, customer);
            const auto reply = client.post("/orders", {}, customer);
            if (reply.code() != u"CART_EMPTY") // ordered by the same customer's other request
                counts.add(reply);
        }
    });
    QVERIFY2(counts.other == 0, counts.unexpected.constData());
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT sum(quantity)::bigint FROM order_items"_s),
             qint64(counts.units));
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT sum(sold_stock)::bigint FROM products"_s),
             qint64(counts.units));
    QCOMPARE(deadlocksSeen.load(), 0);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestOrderCrowd)
#include "test_order_crowd.moc"
