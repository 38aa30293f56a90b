// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

#include <atomic>
#include <barrier>
#include <mutex>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestFlashPurchase final : public QObject
{
    Q_OBJECT

private slots:
    void buysAtOnce_data();
    void buysAtOnce();
    void needsAProductWhenTheSaleHasSeveral();
    void refuses_data();
    void refuses();
    void usesAHoldOfJustSoMany();
    void buysAHoldWhileTheSaleIsPaused();
    void answersAgainWhenTheSaleIsOver();
    void keepsTheSaleItWasMadeIn();
    void fourHundredRaceForFifty();
};

namespace {

ApiReply purchase(SampleShop &shop, const QByteArray &body, const QByteArray &customer = "ada")
{
    return shop.client().exchange("POST", "/flashsales/purchase", body, actingFor(customer));
}

void setSale(SampleShop &shop, const QString &change)
{
    shop.database().exec(u"UPDATE sales SET version = version + 1, "_s + change);
}

} // namespace

void TestFlashPurchase::buysAtOnce_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("of the sale") << QByteArray(R"({"sale_id":1,"product_id":1,"quantity":2})");
    QTest::newRow("of whichever sale is on") << QByteArray(R"({"productId":"1","quantity":2})");
    QTest::newRow("the only product") << QByteArray(R"({"saleId":1,"quantity":2})");
    QTest::newRow("what there is") << QByteArray(R"({"quantity":2})");
    QTest::newRow("customer in the body") << QByteArray(R"({"quantity":2,"user_id":"ada"})");
}

void TestFlashPurchase::buysAtOnce()
{
    QFETCH(const QByteArray, body);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    shop.putIntoSale(1, -60);
    const auto reply = purchase(shop, body);
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    const auto order = reply.data();
    QCOMPARE(order.value("total_amount"_L1).toDouble(), 25.0);
    QCOMPARE(order.value("product"_L1).toObject().value("available_stock"_L1).toInt(), 8);
    QCOMPARE(shop.stockOf(1).value("sold_stock"_L1).toInt(), 2);
    QCOMPARE(shop.stockOf(1).value("reserved_stock"_L1).toInt(), 0);
    const auto read = shop.client().get("/orders/" + order.value("id"_L1).toString().toLatin1()).data();
    QCOMPARE(read.value("items"_L1).toArray().at(0).toObject().value("sale_id"_L1).toInt(), 1);
    QCOMPARE(shop.client().get("/leaderboard?sale_id=1").items().size(), 1);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestFlashPurchase::needsAProductWhenTheSaleHasSeveral()
{
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    QCOMPARE(shop.makeProduct(), 2);
    shop.putIntoSale(1, -60);
    shop.database().exec(u"UPDATE products SET sale_id = 1 WHERE id = 2"_s);
    for (const QByteArray body : {"{}", R"({"sale_id":1})"}) {
        const auto reply = purchase(shop, body);
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.faultyFields(), QStringList{u"product_id"_s});
    }
    QCOMPARE(purchase(shop, R"({"product_id":2})").status, 201);
}

void TestFlashPurchase::refuses_data()
{
    QTest::addColumn<QString>("sale");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QString live = u"paused_at = NULL"_s;
    const QString ended = u"ends_at = now()"_s;
    const QString paused = u"paused_at = now()"_s;
    const QByteArray product(R"({"product_id":1})");
    const QByteArray sale(R"({"sale_id":1,"product_id":1})");
    QTest::newRow("product in no sale")
        << live << QByteArray(R"({"product_id":2})") << 404 << u"NO_ACTIVE_SALE"_s;
    QTest::newRow("product not in that sale")
        << live << QByteArray(R"({"sale_id":1,"product_id":2})") << 404 << u"PRODUCT_NOT_FOUND"_s;
    QTest::newRow("unknown product") << live << QByteArray(R"({"product_id":77})") << 404
                                     << u"PRODUCT_NOT_FOUND"_s;
    QTest::newRow("unknown sale") << live << QByteArray(R"({"sale_id":77})") << 404 << u"SALE_NOT_FOUND"_s;
    QTest::newRow("unknown sale of a product")
        << live << QByteArray(R"({"sale_id":77,"product_id":1})") << 404 << u"SALE_NOT_FOUND"_s;
    QTest::newRow("no sale is on") << ended << QByteArray("{}") << 404 << u"NO_ACTIVE_SALE"_s;
    QTest::newRow("its sale is over") << ended << product << 404 << u"NO_ACTIVE_SALE"_s;
    QTest::newRow("the sale is over") << ended << sale << 409 << u"DROP_NOT_ACTIVE"_s;
    QTest::newRow("its sale is paused") << paused << product << 409 << u"SALE_PAUSED"_s;
    QTest::newRow("the sale is paused") << paused << QByteArray("{}") << 409 << u"SALE_PAUSED"_s;
    QTest::newRow("more than there is")
        << live << QByteArray(R"({"product_id":1,"quantity":11})") << 409 << u"OUT_OF_STOCK"_s;
    QTest::newRow("nothing") << live << QByteArray(R"({"quantity":0})") << 422 << u"VALIDATION_ERROR"_s;
}

void TestFlashPurchase::refuses()
{
    QFETCH(const QString, sale);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    QCOMPARE(shop.makeProduct(), 2);
    shop.putIntoSale(1, -60);
    setSale(shop, sale);
    const auto reply = purchase(shop, body);
    QVERIFY2(reply.status == status && reply.code() == code, reply.raw.body.constData());
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM orders"_s), 0);
}

void TestFlashPurchase::usesAHoldOfJustSoMany()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 2}});
    shop.putIntoSale(product, -60);
    const auto hold = shop.reserve(product, "ada", 2);
    const auto another = purchase(shop, R"({"quantity":1})");
    QCOMPARE(another.code(), u"ALREADY_RESERVED"_s);
    QCOMPARE(another.details().value("reservation_id"_L1).toString(), hold);
    const auto reply = purchase(shop, R"({"quantity":2})");
    QCOMPARE(reply.status, 201);
    const auto line = reply.data().value("items"_L1).toArray().at(0).toObject();
    QCOMPARE(line.value("reservation_id"_L1).toString(), hold);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestFlashPurchase::buysAHoldWhileTheSaleIsPaused()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, -60);
    shop.reserve(product, "ada", 2);
    setSale(shop, u"paused_at = now()"_s);
    QCOMPARE(purchase(shop, R"({"quantity":2})", "bob").code(), u"SALE_PAUSED"_s);
    QCOMPARE(purchase(shop, R"({"quantity":2})").status, 201);
}

void TestFlashPurchase::answersAgainWhenTheSaleIsOver()
{
    SampleShop shop;
    shop.putIntoSale(shop.makeProduct(), -60);
    const ApiHeaders keyed{{"X-User-Id", "ada"}, {"Idempotency-Key", "once"}};
    const auto first = shop.client().post("/flashsales/purchase", {}, keyed);
    QCOMPARE(first.status, 201);
    setSale(shop, u"ends_at = now()"_s);
    const auto again = shop.client().post("/flashsales/purchase", {}, keyed);
    QCOMPARE(again.data(), first.data());
    QCOMPARE(again.header("Idempotent-Replayed"), "true");
}

void TestFlashPurchase::keepsTheSaleItWasMadeIn()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, -60);
    QCOMPARE(purchase(shop, "{}", "ada").status, 201);
    shop.buy(product, "bob");
    shop.database().exec(u"INSERT INTO sales (name, starts_at) VALUES ('Next', now() - interval '1 minute'); "
                         "UPDATE products SET sale_id = 2"_s);
    QCOMPARE(purchase(shop, R"({"sale_id":2})", "cat").status, 201);
    QCOMPARE(shop.client().get("/leaderboard?sale_id=1").items().size(), 2);
    QCOMPARE(shop.client().get("/leaderboard?sale_id=2").items().size(), 1);
    QCOMPARE(shop.client().get("/leaderboard").items().size(), 3);
}

void TestFlashPurchase::fourHundredRaceForFifty()
{
    constexpr int threadsMax = 8;
    constexpr int each = 50;
    constexpr int units = 50;
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, units}});
    shop.putIntoSale(product, -60);
    std::atomic<int> bought = 0;
    std::atomic<int> soldOut = 0;
    {
        std::barrier start(threadsMax);
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < threadsMax; ++thread) {
            threads.emplace_back([&, thread] {
                std::vector<RawClient> connections;
                for (int client = 0; client < each; ++client)
                    connections.emplace_back(shop.service().port());
                start.arrive_and_wait();
                for (int client = 0; client < each; ++client) {
                    const QByteArray name = "crowd" + QByteArray::number(thread * each + client);
                    connections.at(static_cast<size_t>(client))
                        .send(postRequest("/api/v1/flashsales/purchase", "{\"quantity\":1}",
                                          "Content-Type: application/json\r\nX-User-Id: " + name + "\r\n"));
                }
                for (auto &connection : connections) {
                    const auto reply = connection.receive(std::chrono::seconds(30));
                    bought += reply && reply->status == 201 ? 1 : 0;
                    soldOut += reply && reply->status == 409 && reply->body.contains("OUT_OF_STOCK") ? 1 : 0;
                }
            });
        }
    }
    QCOMPARE(bought.load(), units);
    QCOMPARE(soldOut.load(), threadsMax * each - units);
    const auto stock = shop.stockOf(product);
    QCOMPARE(stock.value("sold_stock"_L1).toInt(), units);
    QCOMPARE(stock.value("available_stock"_L1).toInt(), 0);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM orders"_s), units);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestFlashPurchase)
#include "test_flash_purchase.moc"
