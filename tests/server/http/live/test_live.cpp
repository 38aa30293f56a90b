// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"
#include "tests/server/http/live/live_client.h"
#include "tests/server/http/raw_client.h"

#include <QJsonArray>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// GET /live on real sockets.
class TestLive final : public QObject
{
    Q_OBJECT

private slots:
    void everyPathBeginsWithASnapshot_data();
    void everyPathBeginsWithASnapshot();
    void stockIsTold();
    void numbersOnlyGrow();
    void productsAreChosen();
    void whoComesBackHearsWhatItMissed();
    void archivedProductsLeaveTheSnapshot();
    void salesAndDropsAreTold();
    void namesAreMaskedForStrangers();
    void privateNewsIsItsOwners();
    void revokedCredentialsEnd();
    void badMessagesAreAnswered_data();
    void badMessagesAreAnswered();
    void largeMessagesClose();
    void manyMessagesClose();
    void foreignPagesAreRefused();
    void readersAreBounded();
    void slowReadersAreDropped();
    void whoCatchesUpGoesOn();
    void silentReadersAreDropped();
    void stoppingSaysSo();
};

namespace {

std::function<bool(const QJsonObject &)> isAbout(qint64 product, int reserved)
{
    return [product, reserved](const QJsonObject &data) {
        return data["product_id"_L1].toInteger() == product && data["reserved_stock"_L1].toInt() == reserved;
    };
}

std::function<bool(const QJsonObject &)> isOf(qint64 product)
{
    return [product](const QJsonObject &data) { return data["product_id"_L1].toInteger() == product; };
}

QJsonObject authenticate(const QByteArray &credential)
{
    return {{u"op"_s, u"authenticate"_s}, {u"token"_s, QString::fromLatin1(credential)}};
}

/// A reader that only does what it is told to.
RawClient upgraded(quint16 port)
{
    RawClient client(port);
    client.send(getRequest("/live",
                           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    const auto reply = client.receive();
    if (!reply || reply->status != 101)
        qFatal("The server gives no WebSocket");
    return client;
}

/// How a server's close frame goes on after its length.
QByteArray closeFrame(int code, const QByteArray &reason)
{
    return QByteArray(1, static_cast<char>(code / 256)) + static_cast<char>(code % 256) + reason;
}

QJsonObject inSnapshot(const QJsonObject &data, qint64 product)
{
    for (const auto &entry : data["products"_L1].toArray()) {
        if (entry["product_id"_L1].toInteger() == product)
            return entry.toObject();
    }
    return {};
}

} // namespace

void TestLive::everyPathBeginsWithASnapshot_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("version") << u"/api/v1/live"_s;
    QTest::newRow("api") << u"/api/live"_s;
    QTest::newRow("root") << u"/live"_s;
}

void TestLive::everyPathBeginsWithASnapshot()
{
    QFETCH(const QString, path);
    SampleShop shop;
    const auto product = shop.makeProduct();
    LiveClient client(shop.service().port(), path);
    const auto first = client.next("snapshot"_L1);
    QCOMPARE(first["v"_L1].toInt(), 1);
    QVERIFY(first["seq"_L1].toInteger() > 0);
    QVERIFY(first["ts"_L1].toString().endsWith(u'Z'));
    auto told = inSnapshot(first["data"_L1].toObject(), product);
    if (told.isEmpty()) // the beat with it had not come
        told = client.nextData("stock_updated"_L1, isOf(product));
    QCOMPARE(told["available_stock"_L1].toInt(), 10);
}

void TestLive::stockIsTold()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    shop.reserve(product, "ann", 3);
    const auto told = client.nextData("stock_updated"_L1, isAbout(product, 3));
    QCOMPARE(told["available_stock"_L1].toInt(), 7);
    QCOMPARE(told["total_stock"_L1].toInt(), 10);
    QCOMPARE(told["sold_stock"_L1].toInt(), 0);
    QCOMPARE(told["stock_version"_L1].toInteger(), shop.stockOf(product)["stock_version"_L1].toInteger());
}

void TestLive::numbersOnlyGrow()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    LiveClient client(shop.service().port());
    auto last = client.next("snapshot"_L1)["seq"_L1].toInteger();
    for (int held = 1; held <= 5; ++held) {
        shop.reserve(product, "customer" + QByteArray::number(held));
        const auto message = client.next("stock_updated"_L1, isAbout(product, held));
        QVERIFY(message["seq"_L1].toInteger() > last);
        last = message["seq"_L1].toInteger();
    }
}

void TestLive::productsAreChosen()
{
    SampleShop shop;
    const auto wanted = shop.makeProduct();
    const auto other = shop.makeProduct();
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    client.send({{u"op"_s, u"subscribe"_s}, {u"product_ids"_s, QJsonArray{wanted}}});
    QCOMPARE(client.nextData("subscribed"_L1)["product_ids"_L1].toArray(), QJsonArray{wanted});
    const auto snapshot = client.nextData("snapshot"_L1);
    QVERIFY(inSnapshot(snapshot, other).isEmpty());
    shop.reserve(other, "ann");
    shop.reserve(wanted, "ann");
    bool hasOther = false;
    const auto told = client.nextData("stock_updated"_L1, [&](const QJsonObject &data) {
        hasOther |= data["product_id"_L1].toInteger() == other;
        return isAbout(wanted, 1)(data);
    });
    QVERIFY(!told.isEmpty());
    QVERIFY(!hasOther);
}

void TestLive::whoComesBackHearsWhatItMissed()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    LiveClient first(shop.service().port());
    QVERIFY(!first.next("snapshot"_L1).isEmpty());
    shop.reserve(product, "ann");
    const auto since = first.next("stock_updated"_L1, isAbout(product, 1))["seq"_L1].toInteger();
    shop.reserve(product, "ben");
    QVERIFY(!first.next("stock_updated"_L1, isAbout(product, 2)).isEmpty());

    LiveClient back(shop.service().port());
    QVERIFY(!back.next("snapshot"_L1).isEmpty());
    back.send({{u"op"_s, u"subscribe"_s}, {u"since"_s, since}});
    QVERIFY(!back.next("subscribed"_L1).isEmpty());
    QVERIFY(!back.next("stock_updated"_L1, isAbout(product, 2)).isEmpty());
    back.send({{u"op"_s, u"subscribe"_s}, {u"since"_s, 1}});
    const auto snapshot = back.nextData("snapshot"_L1);
    QCOMPARE(inSnapshot(snapshot, product)["reserved_stock"_L1].toInt(), 2);
}

void TestLive::archivedProductsLeaveTheSnapshot()
{
    SampleShop shop;
    const auto kept = shop.makeProduct();
    const auto other = shop.makeProduct();
    const auto gone = shop.makeProduct();
    LiveClient everything(shop.service().port());
    LiveClient some(shop.service().port());
    // One that comes and goes within a beat is told to nobody.
    const auto first = everything.nextData("snapshot"_L1);
    QVERIFY(!inSnapshot(first, gone).isEmpty() || !everything.next("stock_updated"_L1, isOf(gone)).isEmpty());
    QVERIFY(!some.next("snapshot"_L1).isEmpty());
    some.send({{u"op"_s, u"subscribe"_s}, {u"product_ids"_s, QJsonArray{kept}}});
    QVERIFY(!some.next("snapshot"_L1).isEmpty());
    QCOMPARE(shop.client().remove("/products/" + QByteArray::number(gone)).status, 204);
    const auto all = everything.nextData("snapshot"_L1);
    QVERIFY(inSnapshot(all, gone).isEmpty());
    QVERIFY(!inSnapshot(all, other).isEmpty());
    const auto few = some.nextData("snapshot"_L1);
    QVERIFY(!inSnapshot(few, kept).isEmpty());
    QVERIFY(inSnapshot(few, other).isEmpty());
}

void TestLive::salesAndDropsAreTold()
{
    SampleShop shop;
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    const auto product = shop.makeProduct();
    const QJsonObject sale{{u"name"_s, u"Friday"_s}, {u"product_ids"_s, QJsonArray{product}}};
    const auto made = shop.client().post("/sales", sale);
    QCOMPARE(made.status, 201);
    const auto id = made.data()["id"_L1].toInteger();
    const auto isSale = [id](const QString &status) {
        return [id, status](const QJsonObject &data) {
            return data["id"_L1].toInteger() == id && data["status"_L1].toString() == status;
        };
    };
    const auto told = client.nextData("sale_updated"_L1, isSale(u"draft"_s));
    QCOMPARE(told["product_ids"_L1].toArray(), QJsonArray{product});
    QCOMPARE(shop.client().post("/sales/" + QByteArray::number(id) + "/start", {}).status, 200);
    QVERIFY(!client.next("sale_updated"_L1, isSale(u"live"_s)).isEmpty());
    const QJsonObject drop{{u"name"_s, u"Boots"_s}, {u"total_stock"_s, 5}, {u"price"_s, 9}};
    const auto dropped = shop.client().post("/drops", drop);
    QCOMPARE(dropped.status, 201);
    QCOMPARE(client.nextData("drop_created"_L1)["id"_L1], dropped.data()["id"_L1]);
}

void TestLive::namesAreMaskedForStrangers()
{
    SampleShop shop(closedDoors());
    People people(shop);
    const auto product = shop.makeProduct();
    LiveClient stranger(shop.service().port());
    LiveClient storefront(shop.service().port());
    QVERIFY(!stranger.next("snapshot"_L1).isEmpty());
    QVERIFY(!storefront.next("snapshot"_L1).isEmpty());
    storefront.send(authenticate(people.apiKey));
    QCOMPARE(storefront.nextData("authenticated"_L1)["role"_L1].toString(), u"service"_s);
    shop.buy(product, "zoe");
    const auto name = [](const QJsonObject &data) {
        return data["latest_purchasers"_L1].toArray().first()["username"_L1].toString();
    };
    QCOMPARE(name(stranger.nextData("activity_updated"_L1, isOf(product))), u"z***"_s);
    QCOMPARE(name(storefront.nextData("activity_updated"_L1, isOf(product))), u"zoe"_s);
}

void TestLive::privateNewsIsItsOwners()
{
    SampleShop shop(closedDoors());
    People people(shop);
    const auto product = shop.makeProduct();
    LiveClient stranger(shop.service().port());
    LiveClient ann(shop.service().port());
    LiveClient ben(shop.service().port());
    LiveClient admin(shop.service().port());
    for (auto *client : {&stranger, &ann, &ben, &admin})
        QVERIFY(!client->next("snapshot"_L1).isEmpty());
    ann.send(authenticate(people.tokenOf(people.ann)));
    ben.send(authenticate(people.tokenOf(people.ben)));
    admin.send(authenticate(people.tokenOf(people.admin)));
    for (auto *client : {&ann, &ben, &admin})
        QVERIFY(!client->next("authenticated"_L1).isEmpty());

    const auto annsName = people.ann.id.text().toLatin1();
    const auto bought = shop.reserve(product, annsName);
    for (auto *client : {&ann, &admin}) {
        const auto created = client->nextData("reservation_created"_L1);
        QCOMPARE(created["id"_L1].toString(), bought);
        QCOMPARE(created["user_id"_L1].toString(), people.ann.id.text());
    }
    QCOMPARE(shop.client().post("/checkout/" + bought.toLatin1()).status, 201);
    const auto given = shop.reserve(product, annsName);
    QCOMPARE(shop.client().exchange("DELETE", "/reservations/" + given.toLatin1(), {}, {}).status, 200);
    for (auto *client : {&ann, &admin}) {
        QCOMPARE(client->nextData("purchase_completed"_L1)["reservation_id"_L1].toString(), bought);
        QCOMPARE(client->nextData("reservation_cancelled"_L1)["id"_L1].toString(), given);
    }
    for (auto *client : {&stranger, &ben}) {
        for (const auto &type : client->typesUpToPong())
            QVERIFY2(!type.startsWith("reservation_"_L1) && type != "purchase_completed"_L1,
                     qPrintable(type));
    }
}

void TestLive::revokedCredentialsEnd()
{
    SampleShop shop(closedDoors());
    People people(shop);
    const auto product = shop.makeProduct();
    LiveClient ann(shop.service().port());
    QVERIFY(!ann.next("snapshot"_L1).isEmpty());
    const auto token = people.tokenOf(people.ann);
    ann.send(authenticate(token));
    QVERIFY(!ann.next("authenticated"_L1).isEmpty());
    shop.reserve(product, people.ann.id.text().toLatin1());
    QVERIFY(!ann.next("reservation_created"_L1).isEmpty());
    ApiClient herself(shop.service().port());
    QCOMPARE(herself.exchange("POST", "/auth/logout", {}, bearer(token)).status, 204);
    QCOMPARE(ann.nextData("error"_L1)["code"_L1].toString(), u"TOKEN_INVALID"_s);
    shop.reserve(shop.makeProduct(), people.ann.id.text().toLatin1());
    QVERIFY(!ann.typesUpToPong().contains(u"reservation_created"_s));
}

void TestLive::badMessagesAreAnswered_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("no JSON") << u"hello"_s << u"MALFORMED_REQUEST"_s;
    QTest::newRow("a list") << u"[1]"_s << u"MALFORMED_REQUEST"_s;
    QTest::newRow("deep") << QString(200, u'[') << u"MALFORMED_REQUEST"_s;
    QTest::newRow("no op") << u"{}"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("unknown op") << uR"({"op":"delete"})"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("unknown field") << uR"({"op":"ping","x":1})"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("no token") << uR"({"op":"authenticate"})"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("a forged token") << uR"({"op":"authenticate","token":"a.b.c"})"_s << u"TOKEN_INVALID"_s;
    QTest::newRow("no products") << uR"({"op":"subscribe","product_ids":"all"})"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("no product") << uR"({"op":"subscribe","product_ids":[0]})"_s << u"VALIDATION_ERROR"_s;
    QTest::newRow("since the beginning") << uR"({"op":"subscribe","since":-1})"_s << u"VALIDATION_ERROR"_s;
}

void TestLive::badMessagesAreAnswered()
{
    QFETCH(const QString, text);
    QFETCH(const QString, code);
    SampleShop shop;
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    client.sendText(text);
    QCOMPARE(client.nextData("error"_L1)["code"_L1].toString(), code);
    QVERIFY(client.typesUpToPong().contains(u"pong"_s));
}

void TestLive::largeMessagesClose()
{
    SampleShop shop;
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    client.sendText(QString(20'000, u'x'));
    QCOMPARE(client.closed(), std::optional<int>(QWebSocketProtocol::CloseCodeTooMuchData));
}

void TestLive::manyMessagesClose()
{
    TestServiceOptions options;
    options.live.messagesMax = 5;
    SampleShop shop(options);
    LiveClient client(shop.service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    for (int index = 0; index < 6; ++index)
        client.send({{u"op"_s, u"ping"_s}});
    QCOMPARE(client.closed(), std::optional<int>(QWebSocketProtocol::CloseCodePolicyViolated));
}

void TestLive::foreignPagesAreRefused()
{
    SampleShop shop;
    LiveClient own(shop.service().port(), u"/live"_s,
                   "http://127.0.0.1:" + QByteArray::number(shop.service().port()));
    QVERIFY(!own.next("snapshot"_L1).isEmpty());
    LiveClient foreign(shop.service().port(), u"/live"_s, "http://evil.example");
    QVERIFY(foreign.closed().has_value());
    QVERIFY(foreign.next("snapshot"_L1).isEmpty());
}

void TestLive::readersAreBounded()
{
    TestServiceOptions options;
    options.live.readersMax = 1;
    SampleShop shop(options);
    {
        LiveClient first(shop.service().port());
        QVERIFY(!first.next("snapshot"_L1).isEmpty());
        LiveClient second(shop.service().port());
        QCOMPARE(second.closed(), std::optional(4503));
    }
    QVERIFY(QTest::qWaitFor([&] { return shop.service().live().readers() == 0; }, 10'000));
    LiveClient third(shop.service().port());
    QVERIFY(!third.next("snapshot"_L1).isEmpty());
}

void TestLive::slowReadersAreDropped()
{
    TestServiceOptions options;
    options.live.behindTimeMax = 500ms;
    options.live.closeDeadline = 60s;
    SampleShop shop(options);
    LiveClient reader(shop.service().port());
    QVERIFY(!reader.next("snapshot"_L1).isEmpty());
    auto slow = upgraded(shop.service().port());
    QVERIFY(QTest::qWaitFor([&] { return shop.service().live().readers() == 2; }, 10'000));
    // Sales with names as long as books, for a reader that does not read.
    Sale sale{SaleId::from(1).value(), QString(200'000, u'x'), {}, {}, {}, {}, 1, false};
    const auto isDropped = [&] {
        ++sale.version;
        ChangeSet changes;
        changes.sales.push_back(sale);
        shop.service().feed().publish(changes);
        return shop.service().live().readers() == 1;
    };
    QVERIFY(QTest::qWaitFor(isDropped, 60'000));
    // Who reads is still there.
    QVERIFY(reader.typesUpToPong().contains(u"pong"_s));
    const auto last = slow.receiveAll(20s).right(64);
    QVERIFY(last.contains(closeFrame(4429, "read too slowly")));
}

void TestLive::whoCatchesUpGoesOn()
{
    TestServiceOptions options;
    options.live.behindBytesMax = 1'000;
    SampleShop shop(options);
    LiveClient reader(shop.service().port());
    QVERIFY(!reader.next("snapshot"_L1).isEmpty());
    // Each message is more than the reader may be behind; it hears the newest all the same.
    Sale sale{SaleId::from(1).value(), QString(200'000, u'x'), {}, {}, {}, {}, 1, false};
    for (sale.version = 1; sale.version <= 50; ++sale.version) {
        ChangeSet changes;
        changes.sales.push_back(sale);
        shop.service().feed().publish(changes);
        QTest::qWait(10);
    }
    const auto isLast = [](const QJsonObject &data) { return data["version"_L1].toInt() == 50; };
    QVERIFY(!reader.next("sale_updated"_L1, isLast).isEmpty());
}

void TestLive::silentReadersAreDropped()
{
    TestServiceOptions options;
    options.live.pingPeriod = 200ms;
    options.live.silenceMax = 2s;
    SampleShop shop(options);
    LiveClient reader(shop.service().port());
    QVERIFY(!reader.next("snapshot"_L1).isEmpty());
    auto silent = upgraded(shop.service().port());
    QVERIFY(QTest::qWaitFor([&] { return shop.service().live().readers() == 2; }, 10'000));
    QVERIFY(QTest::qWaitFor([&] { return shop.service().live().readers() == 1; }, 20'000));
    // Qt answers pings by itself.
    QVERIFY(reader.typesUpToPong().contains(u"pong"_s));
    const auto heard = silent.receiveAll(20s);
    QVERIFY(heard.contains(QByteArray("\x89\0", 2)));
    QVERIFY(heard.right(128).contains(closeFrame(4408, "nothing was heard")));
}

void TestLive::stoppingSaysSo()
{
    auto shop = std::make_unique<SampleShop>();
    LiveClient client(shop->service().port());
    QVERIFY(!client.next("snapshot"_L1).isEmpty());
    shop->service().live().stop();
    QCOMPARE(client.closed(), std::optional<int>(QWebSocketProtocol::CloseCodeGoingAway));
    LiveClient late(shop->service().port());
    QCOMPARE(late.closed(), std::optional<int>(QWebSocketProtocol::CloseCodeGoingAway));
}

QTEST_GUILESS_MAIN(TestLive)
#include "test_live.moc"
