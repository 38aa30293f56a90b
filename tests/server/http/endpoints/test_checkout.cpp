// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestCheckout final : public QObject
{
    Q_OBJECT

private slots:
    void buysInEverySpelling_data();
    void buysInEverySpelling();
    void tellsTheOrder();
    void takesTheAmountWithoutAPrice();
    void tellsTheRightAmount();
    void buysOnceWhateverRaces();
};

void TestCheckout::buysInEverySpelling_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("customer");
    const QByteArray checkout("/checkout");
    const QByteArray owner("a");
    QTest::newRow("reservation") << checkout << QByteArray(R"({"reservation_id":"{hold}"})") << owner;
    QTest::newRow("camel case") << checkout << QByteArray(R"({"reservationId":"{hold}"})") << owner;
    QTest::newRow("for nobody in particular")
        << checkout << QByteArray(R"({"reservation_id":"{hold}"})") << QByteArray();
    QTest::newRow("with amount and quantity")
        << checkout << QByteArray(R"({"reservation_id":"{hold}","quantity":2,"total_amount":25.00})")
        << owner;
    QTest::newRow("product") << checkout << QByteArray(R"({"product_id":1,"quantity":2})") << owner;
    QTest::newRow("product, camel case and text")
        << checkout << QByteArray(R"({"productId":"1","quantity":2,"totalAmount":25})") << owner;
    QTest::newRow("product, customer in the body")
        << checkout << QByteArray(R"({"product_id":1,"quantity":2,"user_id":"a"})") << QByteArray();
    QTest::newRow("path") << QByteArray("/checkout/{hold}") << QByteArray() << owner;
    QTest::newRow("confirm") << QByteArray("/reservations/confirm/{hold}") << QByteArray() << QByteArray();
    QTest::newRow("confirm with amount")
        << QByteArray("/api/v1/reservations/confirm/{hold}") << QByteArray(R"({"total_amount":25})") << owner;
    QTest::newRow("drop") << QByteArray("/drops/1/purchase") << QByteArray() << owner;
    QTest::newRow("drop with quantity")
        << QByteArray("/drops/1/purchase") << QByteArray(R"({"quantity":2})") << owner;
}

void TestCheckout::buysInEverySpelling()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(const QByteArray, customer);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    const auto hold = shop.reserve(1, "a", 2).toLatin1();
    const auto reply =
        shop.client().exchange("POST", target.replace("{hold}", hold), body.replace("{hold}", hold),
                               customer.isEmpty() ? ApiHeaders() : actingFor(customer));
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(reply.data().value("total_amount"_L1).toDouble(), 25.0);
    QCOMPARE(shop.statusOf(QString::fromLatin1(hold)), u"consumed"_s);
    QCOMPARE(shop.stockOf(1).value("sold_stock"_L1).toInt(), 2);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestCheckout::tellsTheOrder()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"price"_s, 0.1}, {u"currency"_s, u"EUR"_s}});
    const auto hold = shop.reserve(product, "a", 3);
    const auto reply = shop.client().post("/checkout", {{u"reservation_id"_s, hold}});
    const auto order = reply.data();
    QVERIFY(parseUuid(order.value("id"_L1).toString()));
    QVERIFY(parseUuid(order.value("user_id"_L1).toString()));
    QCOMPARE(order.value("status"_L1).toString(), u"confirmed"_s);
    QCOMPARE(order.value("currency"_L1).toString(), u"EUR"_s);
    QVERIFY(fromIsoText(order.value("created_at"_L1).toString()));
    const QJsonObject line{{u"product_id"_s, product},
                           {u"reservation_id"_s, hold},
                           {u"quantity"_s, 3},
                           {u"unit_price"_s, 0.1},
                           {u"amount"_s, 0.3}};
    QCOMPARE(order.value("items"_L1).toArray(), QJsonArray{line});
    QVERIFY2(reply.raw.body.contains("\"total_amount\":0.3,"), reply.raw.body.constData());
    const QJsonObject left{{u"id"_s, product}, {u"available_stock"_s, 7}, {u"stock_version"_s, 3}};
    QCOMPARE(order.value("product"_L1).toObject(), left);
}

void TestCheckout::takesTheAmountWithoutAPrice()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"price"_s, QJsonValue()}});
    const auto hold = shop.reserve(product, "a", 2).toLatin1();
    const auto reply = shop.client().post("/checkout/" + hold, {{u"total_amount"_s, 7.77}});
    QCOMPARE(reply.status, 201);
    QCOMPARE(reply.data().value("total_amount"_L1).toDouble(), 7.77);
    QCOMPARE(reply.data().value("items"_L1).toArray().first().toObject().value("unit_price"_L1),
             QJsonValue());
}

void TestCheckout::tellsTheRightAmount()
{
    SampleShop shop;
    const auto hold = shop.reserve(shop.makeProduct(), "a", 2).toLatin1();
    const auto reply = shop.client().post("/checkout/" + hold, {{u"total_amount"_s, 24.99}});
    QCOMPARE(reply.code(), u"AMOUNT_MISMATCH"_s);
    QCOMPARE(reply.details(), (QJsonObject{{u"expected"_s, 25}, {u"given"_s, 24.99}}));
    QCOMPARE(shop.statusOf(QString::fromLatin1(hold)), u"active"_s);
}

void TestCheckout::buysOnceWhateverRaces()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 1}});
    const auto hold = shop.reserve(product, "a").toLatin1();
    constexpr int clients = 12;
    std::vector<RawClient> connections;
    for (int client = 0; client < clients; ++client)
        connections.emplace_back(shop.service().port());
    for (int client = 0; client < clients; ++client) {
        const bool cancels = client % 3 == 0;
        const QByteArray start =
            cancels ? QByteArrayLiteral("DELETE /reservations/") : QByteArrayLiteral("POST /checkout/");
        const QByteArray request = start + hold + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        QVERIFY(connections.at(static_cast<size_t>(client)).send(request));
    }
    int ended = 0;
    for (auto &connection : connections) {
        const auto reply = connection.receive();
        QVERIFY(reply);
        ended += reply->status < 300 ? 1 : 0;
    }
    QCOMPARE(ended, 1);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestCheckout)
#include "test_checkout.moc"
