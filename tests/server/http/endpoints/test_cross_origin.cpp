// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Pages of other origins: the listed ones may read answers, nobody else may, and caches know the difference.
class TestCrossOrigin final : public QObject
{
    Q_OBJECT

private slots:
    void letsListedOriginsRead_data();
    void letsListedOriginsRead();
    void answersPreflights();
    void tellsOthersNothing_data();
    void tellsOthersNothing();
    void saysNothingWithoutAList();
};

namespace {

const QByteArray shopOrigin = "https://shop.example";

TestServiceOptions withList()
{
    TestServiceOptions options;
    options.edge.allowedOrigins = {"http://localhost:5173", shopOrigin};
    return options;
}

bool hasSecurityHeaders(const ApiReply &reply)
{
    return reply.header("X-Content-Type-Options") == "nosniff"
        && reply.header("Content-Security-Policy").contains("default-src 'none'");
}

ApiReply preflight(ApiClient &client, const QByteArray &origin)
{
    return client.exchange("OPTIONS", "/reservations", {},
                           {{"Origin", origin},
                            {"Access-Control-Request-Method", "POST"},
                            {"Access-Control-Request-Headers", "content-type,idempotency-key"}});
}

} // namespace

void TestCrossOrigin::letsListedOriginsRead_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("an answer") << QByteArray("/products") << 200;
    QTest::newRow("a refusal") << QByteArray("/products/99") << 404;
    QTest::newRow("no route") << QByteArray("/nowhere") << 404;
    QTest::newRow("a faulty query") << QByteArray("/products?limit=0") << 422;
}

void TestCrossOrigin::letsListedOriginsRead()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    SampleShop shop(withList());
    const auto reply = shop.client().get(target, {{"Origin", shopOrigin}});
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("Access-Control-Allow-Origin"), shopOrigin);
    QCOMPARE(reply.header("Access-Control-Allow-Credentials"), QByteArray("true"));
    QVERIFY(reply.header("Access-Control-Expose-Headers").contains("Idempotent-Replayed"));
    QCOMPARE(reply.header("Vary"), QByteArray("Origin"));
    QVERIFY(hasSecurityHeaders(reply));
}

void TestCrossOrigin::answersPreflights()
{
    SampleShop shop(withList());
    const auto reply = preflight(shop.client(), "http://localhost:5173");
    QCOMPARE(reply.status, 204);
    QCOMPARE(reply.header("Access-Control-Allow-Origin"), QByteArray("http://localhost:5173"));
    QVERIFY(reply.header("Access-Control-Allow-Methods").contains("POST"));
    QVERIFY(reply.header("Access-Control-Allow-Headers").contains("Idempotency-Key"));
    QVERIFY(reply.header("Access-Control-Max-Age").toInt() > 0);
    QVERIFY(hasSecurityHeaders(reply));
}

void TestCrossOrigin::tellsOthersNothing_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::newRow("another site") << QByteArray("https://evil.example");
    QTest::newRow("another scheme") << QByteArray("http://shop.example");
    QTest::newRow("another port") << QByteArray("https://shop.example:8443");
    QTest::newRow("a longer name") << QByteArray("https://shop.example.evil.example");
    QTest::newRow("a subdomain") << QByteArray("https://www.shop.example");
    QTest::newRow("null") << QByteArray("null");
}

void TestCrossOrigin::tellsOthersNothing()
{
    QFETCH(const QByteArray, origin);
    SampleShop shop(withList());
    for (const auto &reply : {shop.client().get("/products", {{"Origin", origin}}),
                              preflight(shop.client(), origin), shop.client().get("/products")}) {
        QVERIFY(reply.status == 200 || reply.status == 204);
        QVERIFY(!reply.raw.head.contains("Access-Control"));
        QCOMPARE(reply.header("Vary"), QByteArray("Origin"));
    }
}

void TestCrossOrigin::saysNothingWithoutAList()
{
    SampleShop shop;
    const auto reply = preflight(shop.client(), shopOrigin);
    QCOMPARE(reply.status, 204);
    QVERIFY(!reply.raw.head.contains("Access-Control") && !reply.raw.head.contains("Vary"));
}

QTEST_GUILESS_MAIN(TestCrossOrigin)
#include "test_cross_origin.moc"
