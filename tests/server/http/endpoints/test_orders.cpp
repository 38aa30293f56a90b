// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"

#include <QTest>

#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestOrders final : public QObject
{
    Q_OBJECT

private slots:
    void buysTheWholeCart();
    void keepsThePriceOfThePurchase();
    void refusesAnEmptyCart();
    void namesEveryLineThatFails();
    void refusesWhatCostsSomethingElseNow();
    void theMostUrgentLineNamesTheRefusal();
    void refusesTwoCurrencies();
    void usesHolds_data();
    void usesHolds();
    void buysHeldUnitsWhileTheSaleIsPaused();
    void buysHoldsWhoseClocksStandStill();
    void holdsThatHaveRunOutAreNoHolds();
    void countsAgainstTheLimitOfACustomer();
    void ordersACartOnce();
    void readsACartAgainThatMoves();
    void listsOrders();
    void everybodyReadsItsOwn();
    void ordersAtAServerThatHasNotSeenTheCustomer();
};

namespace {

ApiReply order(SampleShop &shop, const QByteArray &customer)
{
    return shop.client().post("/orders", {}, actingFor(customer));
}

/// The lines of a refusal as "product code".
QString failedLines(const ApiReply &reply)
{
    QStringList lines;
    const auto items = reply.details().value("lines"_L1).toArray();
    for (const auto &item : items) {
        const auto line = item.toObject();
        lines.append(
            u"%1 %2"_s.arg(line.value("product_id"_L1).toInteger()).arg(line.value("code"_L1).toString()));
    }
    return lines.join(u", ");
}

void changePrice(SampleShop &shop, qint64 product, int minorUnits)
{
    shop.database().exec(
        u"UPDATE products SET price_minor = %1, version = version + 1 WHERE id = %2"_s.arg(minorUnits)
            .arg(product));
}

int sizeOfCart(SampleShop &shop, const QByteArray &customer)
{
    return static_cast<int>(shop.client().get("/cart", actingFor(customer)).items().size());
}

} // namespace

void TestOrders::buysTheWholeCart()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct({{u"price"_s, 100}});
    shop.putIntoCart(other, "ada");
    shop.putIntoCart(one, "ada", 2);
    const auto reply = order(shop, "ada");
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    const auto made = reply.data();
    QCOMPARE(made.value("status"_L1).toString(), u"confirmed"_s);
    QCOMPARE(made.value("total_amount"_L1).toDouble(), 125.0);
    QCOMPARE(made.value("currency"_L1).toString(), u"USD"_s);
    const auto line = made.value("items"_L1).toArray().at(0).toObject();
    QCOMPARE(line.value("product_id"_L1).toInteger(), one);
    QCOMPARE(line.value("quantity"_L1).toInt(), 2);
    QCOMPARE(line.value("unit_price"_L1).toDouble(), 12.5);
    QCOMPARE(line.value("amount"_L1).toDouble(), 25.0);
    const auto left = made.value("products"_L1).toArray().at(1).toObject();
    QCOMPARE(left.value("id"_L1).toInteger(), other);
    QCOMPARE(left.value("available_stock"_L1).toInt(), 9);
    QCOMPARE(shop.stockOf(one).value("sold_stock"_L1).toInt(), 2);
    QCOMPARE(sizeOfCart(shop, "ada"), 0);
    QCOMPARE(shop.statusOf(line.value("reservation_id"_L1).toString()), u"consumed"_s);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrders::keepsThePriceOfThePurchase()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    const auto id = order(shop, "ada").data().value("id"_L1).toString().toLatin1();
    changePrice(shop, product, 9900);
    const auto read = shop.client().get("/orders/" + id).data();
    QCOMPARE(read.value("total_amount"_L1).toDouble(), 25.0);
    const auto line = read.value("items"_L1).toArray().at(0).toObject();
    QCOMPARE(line.value("unit_price"_L1).toDouble(), 12.5);
    QCOMPARE(line.value("product_name"_L1).toString(), u"Sneaker"_s);
}

void TestOrders::refusesAnEmptyCart()
{
    SampleShop shop;
    for (const QByteArray customer : {"nobody", "ada"}) {
        const auto reply = order(shop, customer);
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.code(), u"CART_EMPTY"_s);
        QCOMPARE(reply.error().value("message"_L1).toString(), u"Cart is empty"_s);
        shop.putIntoCart(shop.makeProduct(), "ada");
        QCOMPARE(order(shop, "ada").status, 201);
    }
    // Under a key it is no answer to keep: the cart may be filled yet.
    const ApiHeaders keyed{{"X-User-Id", "ada"}, {"Idempotency-Key", "once"}};
    QCOMPARE(shop.client().post("/orders", {}, keyed).code(), u"CART_EMPTY"_s);
    shop.putIntoCart(shop.makeProduct(), "ada");
    QCOMPARE(shop.client().post("/orders", {}, keyed).status, 201);
    QCOMPARE(shop.client().post("/orders", {}, keyed).header("Idempotent-Replayed"), "true");
}

void TestOrders::namesEveryLineThatFails()
{
    SampleShop shop;
    const auto scarce = shop.makeProduct({{u"total_stock"_s, 1}});
    const auto plenty = shop.makeProduct();
    const auto limited = shop.makeProduct({{u"per_user_limit"_s, 1}});
    const auto early = shop.makeProduct();
    shop.putIntoSale(early, 600);
    for (const auto product : {scarce, plenty, limited, early})
        shop.putIntoCart(product, "ada", 2);
    const auto reply = order(shop, "ada");
    QCOMPARE(reply.status, 409);
    QCOMPARE(reply.code(), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(failedLines(reply),
             u"%1 OUT_OF_STOCK, %2 LIMIT_REACHED, %3 DROP_NOT_ACTIVE"_s.arg(scarce).arg(limited).arg(early));
    const auto line = reply.details().value("lines"_L1).toArray().at(0).toObject();
    QCOMPARE(line.value("requested"_L1).toInt(), 2);
    QCOMPARE(line.value("available"_L1).toInt(), 1);
    // All or nothing.
    QCOMPARE(shop.stockOf(plenty).value("available_stock"_L1).toInt(), 10);
    QCOMPARE(sizeOfCart(shop, "ada"), 4);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM orders"_s), 0);
}

void TestOrders::refusesWhatCostsSomethingElseNow()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto other = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    shop.putIntoCart(other, "ada");
    changePrice(shop, product, 1500);
    const auto reply = order(shop, "ada");
    QCOMPARE(reply.status, 409);
    QCOMPARE(reply.code(), u"PRICE_CHANGED"_s);
    const QJsonObject line{{u"product_id"_s, product},
                           {u"code"_s, u"PRICE_CHANGED"_s},
                           {u"was"_s, 12.5},
                           {u"now"_s, 15},
                           {u"currency"_s, u"USD"_s}};
    QCOMPARE(reply.details().value("lines"_L1).toArray(), QJsonArray{line});
    QCOMPARE(reply.details().value("product_id"_L1).toInteger(), product);
    QCOMPARE(reply.details().value("was"_L1).toDouble(), 12.5);
    // Putting in more of it is to see the new price.
    shop.putIntoCart(product, "ada");
    QCOMPARE(order(shop, "ada").data().value("total_amount"_L1).toDouble(), 57.5);
}

void TestOrders::theMostUrgentLineNamesTheRefusal()
{
    SampleShop shop;
    const auto scarce = shop.makeProduct({{u"total_stock"_s, 0}});
    const auto dearer = shop.makeProduct();
    const auto gone = shop.makeProduct();
    for (const auto product : {scarce, dearer, gone})
        shop.putIntoCart(product, "ada");
    // Its details are those of the line, as of a reserve.
    const auto first = order(shop, "ada");
    QCOMPARE(first.code(), u"OUT_OF_STOCK"_s);
    QCOMPARE(first.details().value("product_id"_L1).toInteger(), scarce);
    QCOMPARE(first.details().value("requested"_L1).toInt(), 1);
    QCOMPARE(first.details().value("available"_L1).toInt(-1), 0);
    changePrice(shop, dearer, 1500);
    QCOMPARE(order(shop, "ada").code(), u"PRICE_CHANGED"_s);
    shop.database().exec(u"UPDATE products SET archived_at = now() WHERE id = %1"_s.arg(gone));
    const auto reply = order(shop, "ada");
    QCOMPARE(reply.code(), u"PRODUCT_NOT_FOUND"_s);
    QCOMPARE(reply.details().value("lines"_L1).toArray().size(), 3);
}

void TestOrders::refusesTwoCurrencies()
{
    SampleShop shop;
    const auto dollars = shop.makeProduct();
    shop.putIntoCart(dollars, "ada");
    shop.putIntoCart(shop.makeProduct({{u"currency"_s, u"EUR"_s}}), "ada");
    const auto reply = order(shop, "ada");
    QCOMPARE(reply.status, 409);
    QCOMPARE(reply.code(), u"CONFLICT"_s);
    QCOMPARE(reply.details().value("currencies"_L1).toArray(), (QJsonArray{u"EUR"_s, u"USD"_s}));
    QCOMPARE(shop.stockOf(dollars).value("available_stock"_L1).toInt(), 10);
}

void TestOrders::usesHolds_data()
{
    QTest::addColumn<int>("held");
    QTest::addColumn<int>("ordered");
    QTest::addColumn<QString>("holdThen");
    QTest::newRow("as many") << 3 << 3 << u"consumed"_s;
    QTest::newRow("fewer are held: the rest comes from stock") << 2 << 3 << u"cancelled"_s;
    QTest::newRow("more are held: the rest goes back") << 4 << 3 << u"cancelled"_s;
    QTest::newRow("all there are, with what is held") << 4 << 10 << u"cancelled"_s;
}

void TestOrders::usesHolds()
{
    QFETCH(const int, held);
    QFETCH(const int, ordered);
    QFETCH(const QString, holdThen);
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto hold = shop.reserve(product, "ada", held);
    shop.putIntoCart(product, "ada", ordered);
    const auto reply = order(shop, "ada");
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(shop.statusOf(hold), holdThen);
    const auto stock = shop.stockOf(product);
    QCOMPARE(stock.value("sold_stock"_L1).toInt(), ordered);
    QCOMPARE(stock.value("reserved_stock"_L1).toInt(), 0);
    QCOMPARE(stock.value("available_stock"_L1).toInt(), 10 - ordered);
    QCOMPARE(shop.service().auditFaults(), QStringList());
    QVERIFY(shop.client().get("/reservations/me", actingFor("ada")).items().isEmpty());
}

void TestOrders::buysHeldUnitsWhileTheSaleIsPaused()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.reserve(product, "ada", 2);
    shop.reserve(product, "bob", 2);
    shop.putIntoSale(product, -60, true);
    shop.putIntoCart(product, "ada", 2);
    QCOMPARE(order(shop, "ada").status, 201);
    shop.putIntoCart(product, "bob", 3);
    const auto reply = order(shop, "bob");
    QCOMPARE(reply.code(), u"SALE_PAUSED"_s);
    QCOMPARE(failedLines(reply), u"%1 SALE_PAUSED"_s.arg(product));
    QCOMPARE(shop.stockOf(product).value("reserved_stock"_L1).toInt(), 2);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrders::buysHoldsWhoseClocksStandStill()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, -60);
    const auto hold = shop.reserve(product, "ada", 2);
    shop.reserve(product, "bob", 2);
    QCOMPARE(shop.client().post("/sales/1/pause", {{u"freeze_holds"_s, true}}).status, 200);
    for (const QByteArray customer : {"ada", "bob"}) {
        shop.putIntoCart(product, customer, customer == "ada" ? 2 : 1);
        const auto reply = order(shop, customer);
        QVERIFY2(reply.status == 201, reply.raw.body.constData());
    }
    QCOMPARE(shop.statusOf(hold), u"consumed"_s);
    QCOMPARE(shop.client().post("/sales/1/resume", {}).status, 200);
    QCOMPARE(shop.stockOf(product).value("sold_stock"_L1).toInt(), 3);
    QCOMPARE(shop.stockOf(product).value("reserved_stock"_L1).toInt(), 0);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrders::holdsThatHaveRunOutAreNoHolds()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.reserve(product, "ada", 4);
    shop.reserve(product, "bob", 4);
    shop.database().exec(u"UPDATE reservations SET created_at = created_at - interval '1 day', "
                         "expires_at = expires_at - interval '1 day'"_s);
    shop.putIntoCart(product, "ada", 10);
    const auto reply = order(shop, "ada");
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(shop.stockOf(product).value("sold_stock"_L1).toInt(), 10);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrders::countsAgainstTheLimitOfACustomer()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"per_user_limit"_s, 3}});
    shop.reserve(product, "ada", 2);
    shop.putIntoCart(product, "ada", 3);
    QCOMPARE(order(shop, "ada").status, 201);
    shop.putIntoCart(product, "ada");
    const auto reply = order(shop, "ada");
    QCOMPARE(reply.code(), u"LIMIT_REACHED"_s);
    const auto line = reply.details().value("lines"_L1).toArray().at(0).toObject();
    for (const auto &told : {line, reply.details()}) {
        QCOMPARE(told.value("limit"_L1).toInt(), 3);
        QCOMPARE(told.value("held"_L1).toInt(-1), 0);
        QCOMPARE(told.value("purchased"_L1).toInt(), 3);
    }
}

void TestOrders::ordersACartOnce()
{
    constexpr int senders = 8;
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 100}});
    for (int round = 0; round < 5; ++round) {
        shop.putIntoCart(product, "ada", 2);
        std::vector<ApiReply> replies(senders);
        {
            std::vector<std::jthread> threads;
            for (auto &reply : replies) {
                threads.emplace_back([&] {
                    ApiClient client(shop.service().port());
                    reply = client.post("/orders", {}, actingFor("ada"));
                });
            }
        }
        QCOMPARE(std::ranges::count(replies, 201, &ApiReply::status), 1);
        QCOMPARE(std::ranges::count(replies, u"CART_EMPTY"_s, &ApiReply::code), senders - 1);
    }
    QCOMPARE(shop.stockOf(product).value("sold_stock"_L1).toInt(), 10);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

// Somebody adds while somebody orders: every unit that was put in is ordered or still there.
void TestOrders::readsACartAgainThatMoves()
{
    constexpr int additions = 60;
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 1000}});
    std::atomic<int> ordered = 0;
    std::atomic<bool> isDone = false;
    {
        const std::jthread orderer([&] {
            ApiClient client(shop.service().port());
            while (!isDone) {
                const auto reply = client.post("/orders", {}, actingFor("ada"));
                const auto items = reply.data().value("items"_L1).toArray();
                for (const auto &item : items)
                    ordered += item.toObject().value("quantity"_L1).toInt();
            }
        });
        for (int addition = 0; addition < additions; ++addition)
            shop.putIntoCart(product, "ada");
        isDone = true;
    }
    const auto left = shop.client().get("/cart", actingFor("ada")).items().at(0).toObject();
    QCOMPARE(ordered + left.value("quantity"_L1).toInt(), additions);
    QCOMPARE(shop.stockOf(product).value("sold_stock"_L1).toInt(), ordered.load());
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOrders::listsOrders()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    QStringList ids;
    for (int count = 0; count < 3; ++count) {
        shop.putIntoCart(product, "ada");
        ids.prepend(order(shop, "ada").data().value("id"_L1).toString());
    }
    shop.buy(product, "bob");
    const auto idsOf = [](const ApiReply &reply) {
        QStringList found;
        const auto items = reply.items();
        for (const auto &item : items)
            found.append(item.toObject().value("id"_L1).toString());
        return found;
    };
    QCOMPARE(idsOf(shop.client().get("/orders", actingFor("ada"))), ids);
    QCOMPARE(idsOf(shop.client().get("/orders?user_id=ada&limit=2")), ids.first(2));
    QCOMPARE(idsOf(shop.client().get("/orders?user_id=ada&limit=2&page=2")), ids.last(1));
    const auto all = shop.client().get("/orders");
    QCOMPARE(all.items().size(), 4);
    QCOMPARE(all.items().at(0).toObject().value("username"_L1).toString(), u"bob"_s);
    QCOMPARE(all.data().value("pagination"_L1).toObject().value("total"_L1).toInt(), 4);
    QVERIFY(shop.client().get("/orders?user_id=stranger").items().isEmpty());
    const auto clash = shop.client().get("/orders?user_id=ada", actingFor("bob"));
    QCOMPARE(clash.faultyFields(), QStringList{u"user_id"_s});
    QCOMPARE(shop.client().get("/orders?user_id=%20").faultyFields(), QStringList{u"user_id"_s});
}

void TestOrders::everybodyReadsItsOwn()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const auto product = shop.makeProduct();
    ApiClient client(shop.service().port());
    const auto anns = bearer(people.tokenOf(people.ann));
    const auto bens = bearer(people.tokenOf(people.ben));
    client.post("/cart/items", {{u"product_id"_s, product}}, anns);
    const auto id = client.post("/orders", {}, anns).data().value("id"_L1).toString().toLatin1();
    QCOMPARE(client.get("/orders/" + id, anns).status, 200);
    const auto hidden = client.get("/orders/" + id, bens);
    QCOMPARE(hidden.status, 404);
    QCOMPARE(hidden.code(), u"ORDER_NOT_FOUND"_s);
    QVERIFY(client.get("/orders", bens).items().isEmpty());
    QCOMPARE(client.get("/orders?user_id=" + people.ann.id.text().toLatin1(), bens).status, 403);
    QCOMPARE(client.get("/orders", bearer(people.apiKey)).faultyFields(), QStringList{u"user_id"_s});
    QCOMPARE(client.get("/orders/" + id, bearer(people.apiKey)).status, 200);
    QCOMPARE(client.get("/orders/nonsense", anns).code(), u"ORDER_NOT_FOUND"_s);
}

void TestOrders::ordersAtAServerThatHasNotSeenTheCustomer()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    TestServiceOptions options;
    options.beside = &shop.service();
    TestService other(options);
    ApiClient client(other.port());
    QCOMPARE(client.get("/cart", actingFor("ada")).items().size(), 1);
    const auto reply = client.post("/orders", {}, actingFor("ada"));
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(client.get("/orders", actingFor("ada")).items().size(), 1);
}

QTEST_GUILESS_MAIN(TestOrders)
#include "test_orders.moc"
