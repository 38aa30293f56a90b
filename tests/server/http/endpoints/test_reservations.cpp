// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestReservations final : public QObject
{
    Q_OBJECT

private slots:
    void reservesInEverySpelling_data();
    void reservesInEverySpelling();
    void tellsWhatIsHeld();
    void reservesAllOfSeveral();
    void refusesAllOfSeveralByName();
    void refusalsTellWhy();
    void readsInEachState();
    void listsAnOwnersLiveHolds();
    void listsPageByPage();
    void extends();
    void cancelsInEverySpelling_data();
    void cancelsInEverySpelling();
    void operatorReleasesWithAReason();
    void expiredIsBackInStock();
    void expireNow();
};

namespace {

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

QJsonObject oneOf(qint64 product, int quantity = 1)
{
    return {{u"product_id"_s, product}, {u"quantity"_s, quantity}};
}

QString userOf(const ApiReply &reply)
{
    return reply.data().value("reservation"_L1).toObject().value("user_id"_L1).toString();
}

} // namespace

void TestReservations::reservesInEverySpelling_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("quantity");
    QTest::addColumn<QString>("form");
    const auto one = u"product"_s;
    QTest::newRow("plain") << QByteArray("/reservations") << QByteArray(R"({"product_id":1,"quantity":2})")
                           << 2 << one;
    QTest::newRow("one by default") << QByteArray("/reservations") << QByteArray(R"({"product_id":1})") << 1
                                    << one;
    QTest::newRow("camel case") << QByteArray("/reservations")
                                << QByteArray(R"({"productId":1,"quantity":2})") << 2 << one;
    QTest::newRow("id as text") << QByteArray("/reservations") << QByteArray(R"({"product_id":"1"})") << 1
                                << one;
    QTest::newRow("null is absent") << QByteArray("/reservations")
                                    << QByteArray(R"({"product_id":1,"quantity":null})") << 1 << one;
    QTest::newRow("reserve") << QByteArray("/reserve") << QByteArray(R"({"product_id":1,"quantity":2})") << 2
                             << one;
    QTest::newRow("under the base") << QByteArray("/api/v1/reserve") << QByteArray(R"({"product_id":1})") << 1
                                    << one;
    QTest::newRow("in the path") << QByteArray("/reservations/1") << QByteArray(R"({"quantity":3})") << 3
                                 << one;
    QTest::newRow("in the path, no body") << QByteArray("/reservations/1") << QByteArray() << 1 << one;
    QTest::newRow("drop") << QByteArray("/drops/1/reserve") << QByteArray(R"({"quantity":2})") << 2
                          << u"drop"_s;
    QTest::newRow("drop, no body") << QByteArray("/drops/1/reserve") << QByteArray() << 1 << u"drop"_s;
}

void TestReservations::reservesInEverySpelling()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);
    QFETCH(const int, quantity);
    QFETCH(const QString, form);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    const auto reply = shop.client().exchange("POST", target, body, actingFor("user123"));
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    const auto reservation = reply.data().value("reservation"_L1).toObject();
    QCOMPARE(reservation.value("product_id"_L1).toInt(), 1);
    QCOMPARE(reservation.value("quantity"_L1).toInt(), quantity);
    const QJsonObject left{{u"id"_s, 1}, {u"available_stock"_s, 10 - quantity}, {u"stock_version"_s, 2}};
    QCOMPARE(reply.data().value(form).toObject(), left);
    QCOMPARE(reply.data().size(), 2);
}

void TestReservations::tellsWhatIsHeld()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 90}});
    const auto reply = shop.client().post("/reservations", oneOf(product), actingFor("user123"));
    const auto reservation = reply.data().value("reservation"_L1).toObject();
    const auto id = reservation.value("id"_L1).toString();
    QVERIFY(parseUuid(id) && id.at(14) == u'7');
    QVERIFY(parseUuid(reservation.value("user_id"_L1).toString()));
    QCOMPARE(reservation.value("status"_L1).toString(), u"active"_s);
    QCOMPARE(reservation.value("expires_in_seconds"_L1).toInt(), 90);
    const auto created = fromIsoText(reservation.value("created_at"_L1).toString());
    const auto expires = fromIsoText(reservation.value("expires_at"_L1).toString());
    QVERIFY(created && expires && *expires - *created == std::chrono::seconds(90));
    QVERIFY(!reservation.contains("ended_at"_L1));
    QCOMPARE(shop.database().column(u"SELECT username FROM users"_s), QStringList(u"user123"_s));
}

void TestReservations::reservesAllOfSeveral()
{
    SampleShop shop;
    const auto first = shop.makeProduct();
    const auto second = shop.makeProduct();
    const QJsonArray items{oneOf(second, 1), oneOf(first, 2), oneOf(second, 3)};
    const auto reply = shop.client().post("/reserve/bulk", {{u"items"_s, items}}, actingFor("a"));
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    const auto reservations = reply.data().value("reservations"_L1).toArray();
    QCOMPARE(reservations.size(), 2);
    QCOMPARE(reservations.at(0).toObject().value("product_id"_L1).toInteger(), first);
    QCOMPARE(reservations.at(0).toObject().value("quantity"_L1).toInt(), 2);
    QCOMPARE(reservations.at(1).toObject().value("quantity"_L1).toInt(), 4);
    const auto products = reply.data().value("products"_L1).toArray();
    QCOMPARE(products.at(0).toObject().value("available_stock"_L1).toInt(), 8);
    QCOMPARE(products.at(1).toObject().value("available_stock"_L1).toInt(), 6);

    const auto single =
        shop.client().post("/reservations", {{u"items"_s, QJsonArray{oneOf(first)}}}, actingFor("b"));
    QCOMPARE(single.status, 201);
    QCOMPARE(single.data().value("reservations"_L1).toArray().size(), 1);
}

void TestReservations::refusesAllOfSeveralByName()
{
    SampleShop shop;
    const auto enough = shop.makeProduct();
    const auto few = shop.makeProduct({{u"total_stock"_s, 1}});
    const auto held = shop.makeProduct();
    const auto hold = shop.reserve(held, "a");
    const QJsonArray items{oneOf(enough), oneOf(few, 2), oneOf(held)};
    const auto reply = shop.client().post("/reserve/bulk", {{u"items"_s, items}}, actingFor("a"));
    QCOMPARE(reply.status, 409);
    QCOMPARE(reply.code(), u"OUT_OF_STOCK"_s);
    const auto faults = reply.details().value("items"_L1).toArray();
    QCOMPARE(faults.size(), 2);
    QCOMPARE(faults.at(0).toObject().value("product_id"_L1).toInteger(), few);
    QCOMPARE(faults.at(1).toObject().value("code"_L1).toString(), u"ALREADY_RESERVED"_s);
    QCOMPARE(faults.at(1).toObject().value("reservation_id"_L1).toString(), hold);
    QCOMPARE(shop.stockOf(enough).value("available_stock"_L1).toInt(), 10);
}

void TestReservations::refusalsTellWhy()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"per_user_limit"_s, 4}});
    shop.buy(product, "a", 3);
    const auto limit = shop.client().post("/reserve", oneOf(product, 2), actingFor("a"));
    QCOMPARE(limit.details(), (QJsonObject{{u"limit"_s, 4}, {u"held"_s, 0}, {u"purchased"_s, 3}}));

    const auto free = shop.makeProduct();
    const auto much = shop.client().post("/reserve", oneOf(free, 11), actingFor("b"));
    QCOMPARE(much.details(), (QJsonObject{{u"requested"_s, 11}, {u"available"_s, 10}}));
    const auto hold = shop.reserve(free, "b");
    const auto again = shop.client().post("/reserve", oneOf(free), actingFor("b"));
    QCOMPARE(again.details().value("reservation_id"_L1).toString(), hold);
    QVERIFY(fromIsoText(again.details().value("expires_at"_L1).toString()));

    const auto later = shop.makeProduct();
    shop.putIntoSale(later, 3600);
    const auto early = shop.client().post("/reserve", oneOf(later), actingFor("b"));
    QCOMPARE(early.details().value("status"_L1).toString(), u"scheduled"_s);
    QVERIFY(fromIsoText(early.details().value("starts_at"_L1).toString()));
    QVERIFY(early.details().contains("ends_at"_L1));
}

void TestReservations::readsInEachState()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto active = shop.reserve(product, "a");
    const auto reply = shop.client().get("/reservations/" + active.toLatin1(), actingFor("a"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.data().value("id"_L1).toString(), active);
    QVERIFY(reply.data().value("expires_in_seconds"_L1).toInt() > 0);
    QCOMPARE(shop.client().get("/reservations/" + active.toLatin1()).status, 200);

    QCOMPARE(shop.client().post("/checkout/" + active.toLatin1()).status, 201);
    const auto bought = shop.client().get("/reservations/" + active.toLatin1());
    QCOMPARE(bought.data().value("status"_L1).toString(), u"consumed"_s);
    QCOMPARE(bought.data().value("expires_in_seconds"_L1).toInt(), 0);
    QVERIFY(fromIsoText(bought.data().value("ended_at"_L1).toString()));
}

void TestReservations::listsAnOwnersLiveHolds()
{
    SampleShop shop;
    const auto late = shop.makeProduct({{u"hold_seconds"_s, 900}});
    const auto soon = shop.makeProduct({{u"hold_seconds"_s, 300}});
    const auto lateHold = shop.reserve(late, "a");
    const auto soonHold = shop.reserve(soon, "a");
    shop.reserve(soon, "b");
    const auto user =
        shop.client().get("/reservations/" + soonHold.toLatin1()).data().value("user_id"_L1).toString();

    const auto idsOf = [](const ApiReply &reply) {
        QStringList ids;
        const auto items = reply.items();
        for (const auto &item : items)
            ids.append(item.toObject().value("id"_L1).toString());
        return ids;
    };
    const QStringList both{soonHold, lateHold};
    QCOMPARE(idsOf(shop.client().get("/reservations/me", actingFor("a"))), both);
    QCOMPARE(idsOf(shop.client().get("/reservations/me", actingFor(user.toLatin1()))), both);
    QCOMPARE(idsOf(shop.client().get("/users/a/reservations")), both);
    QCOMPARE(idsOf(shop.client().get("/users/" + user.toLatin1() + "/reservations", actingFor("a"))), both);
    QCOMPARE(shop.client().remove("/reservations/" + soonHold.toLatin1()).status, 200);
    QCOMPARE(idsOf(shop.client().get("/users/a/reservations")), QStringList(lateHold));

    const auto newcomer = shop.client().get("/reservations/me", actingFor("never-seen"));
    QCOMPARE(newcomer.status, 200);
    QCOMPARE(newcomer.items().size(), 0);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM users"_s), 2);
}

void TestReservations::listsPageByPage()
{
    SampleShop shop;
    for (int count = 0; count < 3; ++count)
        shop.reserve(shop.makeProduct(), "a");
    const auto reply = shop.client().get("/users/a/reservations?limit=2&page=2");
    QCOMPARE(reply.items().size(), 1);
    const QJsonObject pagination{{u"limit"_s, 2}, {u"offset"_s, 2}, {u"total"_s, 3}};
    QCOMPARE(reply.data().value("pagination"_L1).toObject(), pagination);
}

void TestReservations::extends()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 100}});
    const QByteArray target = "/reservations/" + shop.reserve(product, "a").toLatin1() + "/extend";
    const auto owner = shop.client().post(target, {{u"seconds"_s, 50}}, actingFor("a"));
    QCOMPARE(owner.status, 200);
    const auto seconds =
        owner.data().value("reservation"_L1).toObject().value("expires_in_seconds"_L1).toInt();
    QVERIFY2(seconds > 100 && seconds <= 150, qPrintable(QString::number(seconds)));
    QCOMPARE(owner.data().value("product"_L1).toObject().value("available_stock"_L1).toInt(), 9);

    // An operator extends as often, and by as much, as it takes.
    const auto first = shop.client().post(target, {{u"seconds"_s, 5000}});
    const auto second = shop.client().post(target);
    QCOMPARE(first.status, 200);
    QCOMPARE(second.status, 200);
    const auto later =
        second.data().value("reservation"_L1).toObject().value("expires_in_seconds"_L1).toInt();
    QVERIFY2(later > 5150 && later <= 5250, qPrintable(QString::number(later)));
}

void TestReservations::cancelsInEverySpelling_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("customer");
    QTest::newRow("by its owner") << QByteArray("/reservations/{hold}") << QByteArray("a");
    QTest::newRow("in the owner's name") << QByteArray("/reservations/{hold}") << QByteArray();
    QTest::newRow("at its path") << QByteArray("/reservations/{hold}/cancel") << QByteArray("a");
    QTest::newRow("by product") << QByteArray("/reserve/a/{product}") << QByteArray("a");
    QTest::newRow("by product, nobody named") << QByteArray("/api/reserve/a/{product}") << QByteArray();
    QTest::newRow("by product and id") << QByteArray("/reserve/{user}/{product}") << QByteArray();
}

void TestReservations::cancelsInEverySpelling()
{
    QFETCH(QByteArray, target);
    QFETCH(const QByteArray, customer);
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto made = shop.client().post("/reserve", oneOf(product, 4), actingFor("a"));
    const auto hold = made.data().value("reservation"_L1).toObject().value("id"_L1).toString();
    target.replace("{hold}", hold.toLatin1())
        .replace("{product}", number(product))
        .replace("{user}", userOf(made).toLatin1());
    const auto reply = shop.client().remove(target, customer.isEmpty() ? ApiHeaders() : actingFor(customer));
    QVERIFY2(reply.status == 200, reply.raw.body.constData());
    const auto reservation = reply.data().value("reservation"_L1).toObject();
    QCOMPARE(reservation.value("id"_L1).toString(), hold);
    QCOMPARE(reservation.value("status"_L1).toString(), u"cancelled"_s);
    const QJsonObject left{{u"id"_s, product}, {u"available_stock"_s, 10}, {u"stock_version"_s, 3}};
    QCOMPARE(reply.data().value("product"_L1).toObject(), left);
    QCOMPARE(shop.stockOf(product).value("available_stock"_L1).toInt(), 10);
}

void TestReservations::operatorReleasesWithAReason()
{
    SampleShop shop;
    const QByteArray target = "/reservations/" + shop.reserve(shop.makeProduct(), "a").toLatin1();
    const auto reply = shop.client().remove(target, {{u"reason"_s, u"a bot"_s}});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.data().value("reservation"_L1).toObject().value("status"_L1).toString(), u"released"_s);
    QCOMPARE(shop.database().column(u"SELECT end_reason FROM reservations"_s), QStringList(u"a bot"_s));
}

void TestReservations::expiredIsBackInStock()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 1}, {u"total_stock"_s, 1}});
    const auto hold = shop.reserve(product, "a");
    QTRY_COMPARE_WITH_TIMEOUT(shop.stockOf(product).value("available_stock"_L1).toInt(), 1, 15'000);
    QCOMPARE(shop.statusOf(hold), u"expired"_s);
    shop.reserve(product, "b");
}

void TestReservations::expireNow()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 1}});
    shop.reserve(product, "a");
    QCOMPARE(shop.client().post("/internal/expire-now").data(),
             (QJsonObject{{u"expired_count"_s, 0}, {u"product_ids"_s, QJsonArray()}}));
    // The service's own sweep may come first; either way nothing is left to expire.
    shop.database().exec(u"UPDATE reservations SET created_at = created_at - interval '1 hour',"
                         " expires_at = clock_timestamp() - interval '1 second'"_s);
    const auto reply = shop.client().post("/internal/expire-now");
    QCOMPARE(reply.status, 200);
    const auto count = reply.data().value("expired_count"_L1).toInt();
    const auto products = reply.data().value("product_ids"_L1).toArray();
    QVERIFY((count == 1 && products == QJsonArray{product}) || (count == 0 && products.isEmpty()));
    QCOMPARE(shop.database().column(u"SELECT status FROM reservations"_s), QStringList(u"expired"_s));
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestReservations)
#include "test_reservations.moc"
