// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QElapsedTimer>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestOutage final : public QObject
{
    Q_OBJECT

private slots:
    void refusesWithoutADatabaseAndRecovers();
    void reportsItsHealth();
    void isNotReadyWhileItDrains();
    void echoes();
};

namespace {

// Two seconds by contract; the rest is for a machine with other things to do.
constexpr qint64 answeredWithin = 5'000;

} // namespace

void TestOutage::refusesWithoutADatabaseAndRecovers()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto hold = shop.reserve(product, "a").toLatin1();
    const auto id = QByteArray::number(product);
    shop.service().takeDatabaseAway();

    const QJsonObject wanted{{u"product_id"_s, product}};
    const std::vector<std::function<ApiReply()>> requests{
        [&] { return shop.client().post("/reservations", wanted, actingFor("b")); },
        [&] { return shop.client().post("/checkout/" + hold); },
        [&] { return shop.client().remove("/reservations/" + hold); },
        [&] { return shop.client().get("/reservations/" + hold); },
        [&] { return shop.client().get("/reservations/me", actingFor("b")); },
        [&] { return shop.client().get("/leaderboard"); },
        [&] { return shop.client().get("/health"); },
        [&] { return shop.client().get("/products/" + id + "/status"); },
        [&] { return shop.client().get("/products"); },
        [&] {
            return shop.client().post("/products", {{u"name"_s, u"x"_s}, {u"total_stock"_s, 1}});
        },
        [&] {
            return shop.client().post("/internal/users", {{u"username"_s, u"x"_s}});
        },
        [&] { return shop.client().post("/internal/expire-now"); }};
    for (const auto &request : requests) {
        QElapsedTimer timer;
        timer.start();
        const auto reply = request();
        QVERIFY2(reply.status == 503, reply.raw.body.constData());
        QCOMPARE(reply.code(), u"DB_UNAVAILABLE"_s);
        QVERIFY(reply.header("Retry-After").toInt() > 0);
        QVERIFY2(timer.elapsed() < answeredWithin, QByteArray::number(timer.elapsed()).constData());
    }
    QTRY_COMPARE(shop.client().get("/readyz").status, 503);
    QCOMPARE(shop.client().get("/livez").status, 200);

    shop.service().bringDatabaseBack();
    shop.service().awaitReady();
    QTRY_COMPARE(shop.client().get("/readyz").status, 200);
    shop.reserve(product, "c");
    QCOMPARE(shop.client().post("/checkout/" + hold).status, 201);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestOutage::reportsItsHealth()
{
    TestService service;
    ApiClient client(service.port());
    const auto health = client.get("/api/v1/health").data();
    QCOMPARE(health.value("status"_L1).toString(), u"ok"_s);
    QCOMPARE(health.value("version"_L1).toString(), QStringLiteral(HOLDFAST_VERSION));
    QVERIFY(health.value("uptime_seconds"_L1).isDouble());
    const auto database = health.value("database"_L1).toObject();
    QCOMPARE(database.value("status"_L1).toString(), u"up"_s);
    QVERIFY(database.value("round_trip_ms"_L1).toDouble() > 0);
    QCOMPARE(client.get("/readyz").data().value("status"_L1).toString(), u"ready"_s);
    QCOMPARE(client.get("/livez").data().value("status"_L1).toString(), u"alive"_s);
    // Probes stand at the root alone.
    QCOMPARE(client.get("/api/v1/readyz").status, 404);
}

void TestOutage::isNotReadyWhileItDrains()
{
    TestService service;
    ApiClient client(service.port());
    QCOMPARE(client.get("/readyz").status, 200);
    service.setServing(false);
    const auto reply = client.get("/readyz");
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.header("Retry-After").toInt() > 0);
    QCOMPARE(client.get("/livez").status, 200);
}

void TestOutage::echoes()
{
    TestService service;
    ApiClient client(service.port());
    const QJsonObject both{{u"email"_s, u"ada@example.com"_s}, {u"name"_s, u"Ada"_s}};
    QCOMPARE(client.post("/demo/echo", both).data(), both);
    const QJsonObject one{{u"email"_s, u"ada@example.com"_s}};
    QCOMPARE(client.post("/demo/echo", one).data(), one);
}

QTEST_GUILESS_MAIN(TestOutage)
#include "test_outage.moc"
