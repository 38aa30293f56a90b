// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/idempotent_writes.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <barrier>
#include <functional>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What an Idempotency-Key is over real sockets: whose, of which request, how written, and which are refused.
class TestIdempotencyKeys final : public QObject
{
    Q_OBJECT

private slots:
    void twoRequestsUnderOneKeyAtOnce();
    void refusesAKeyThatCameWithAnotherRequest_data();
    void refusesAKeyThatCameWithAnotherRequest();
    void refusesAKeyThatCameWithOtherItems();
    void aKeyIsOfItsUserAndRoute();
    void quotedIsUnquoted();
    void refusesMalformedKeys_data();
    void refusesMalformedKeys();
    void waitsForNobodyWhileAnotherServerIsAtIt();
};

void TestIdempotencyKeys::twoRequestsUnderOneKeyAtOnce()
{
    SampleShop shop;
    const auto one = reserveWrite(shop);
    const auto other = reserveWrite(shop);
    for (int round = 0; round < 10; ++round) {
        const QByteArray key = "round-" + QByteArray::number(round);
        std::array<ApiReply, 2> replies;
        {
            std::barrier start(2);
            const auto race = [&](const Write &write, ApiReply &reply) {
                auto own = write;
                own.customer = "guest" + QByteArray::number(round);
                ApiClient client(shop.service().port());
                start.arrive_and_wait();
                reply = send(client, own, key);
            };
            const std::jthread first(race, std::cref(one), std::ref(replies[0]));
            const std::jthread second(race, std::cref(other), std::ref(replies[1]));
        }
        const auto done = std::ranges::count(replies, 201, &ApiReply::status);
        QVERIFY2(done == 1, replies[0].raw.body.constData());
        const auto &refused = replies[replies[0].status == 201 ? 1 : 0];
        QCOMPARE(refused.code(), u"IDEMPOTENCY_KEY_REUSED"_s);
    }
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestIdempotencyKeys::refusesAKeyThatCameWithAnotherRequest_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("another body") << QByteArray("/reservations/1") << QByteArray("{\"quantity\":2}");
    QTest::newRow("another path") << QByteArray("/reservations/2") << QByteArray("{\"quantity\":1}");
}

void TestIdempotencyKeys::refusesAKeyThatCameWithAnotherRequest()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    QCOMPARE(shop.makeProduct(), 2);
    const auto first = send(shop.client(), {"POST", "/reservations/1", "{\"quantity\":1}"}, "key-1");
    QCOMPARE(first.status, 201);
    const auto reused = send(shop.client(), {"POST", target, body}, "key-1");
    QCOMPARE(reused.status, 422);
    QCOMPARE(reused.code(), u"IDEMPOTENCY_KEY_REUSED"_s);

    QCOMPARE(send(shop.client(), createUserWrite(shop), "user").status, 201);
    const auto other = send(shop.client(), {"POST", "/internal/users", "{\"username\":\"eve\"}", {}}, "user");
    QCOMPARE(other.code(), u"IDEMPOTENCY_KEY_REUSED"_s);
    QCOMPARE(other.status, 422);
}

void TestIdempotencyKeys::refusesAKeyThatCameWithOtherItems()
{
    SampleShop shop;
    for (int product = 1; product <= 3; ++product)
        QCOMPARE(shop.makeProduct(), product);
    const auto twoOf = [](const QByteArray &other) {
        const QByteArray body =
            R"({"items":[{"product_id":1,"quantity":1},{"product_id":)" + other + R"(,"quantity":1}]})";
        return Write{"POST", "/reservations", body};
    };
    QCOMPARE(send(shop.client(), twoOf("2"), "items").status, 201);
    const auto reused = send(shop.client(), twoOf("3"), "items");
    QCOMPARE(reused.code(), u"IDEMPOTENCY_KEY_REUSED"_s);
    QCOMPARE(reused.status, 422);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestIdempotencyKeys::aKeyIsOfItsUserAndRoute()
{
    SampleShop shop;
    const auto write = reserveWrite(shop);
    auto ofBob = write;
    ofBob.customer = "bob";
    const auto first = send(shop.client(), write, "key-1");
    const auto bobs = send(shop.client(), ofBob, "key-1");
    QCOMPARE(bobs.status, 201);
    QVERIFY(!isReplay(bobs));
    QVERIFY(said(bobs) != said(first));
    // Another spelling of the route is another route; the base path is not.
    auto elsewhere = write;
    elsewhere.target = "/reserve";
    QCOMPARE(send(shop.client(), elsewhere, "key-1").code(), u"ALREADY_RESERVED"_s);
    auto based = write;
    based.target = "/api/v1/reservations";
    QVERIFY(isReplay(send(shop.client(), based, "key-1")));
}

void TestIdempotencyKeys::quotedIsUnquoted()
{
    SampleShop shop;
    const auto write = reserveWrite(shop);
    const auto first = send(shop.client(), write, "a key, of words");
    const auto again = send(shop.client(), write, "\"a key, of words\"");
    QVERIFY(isReplay(again));
    QCOMPARE(said(again), said(first));
    const QByteArray longest(128, 'k');
    QCOMPARE(send(shop.client(), createUserWrite(shop), '"' + longest + '"').status, 201);
    QVERIFY(isReplay(send(shop.client(), createUserWrite(shop), longest)));
}

void TestIdempotencyKeys::refusesMalformedKeys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("nothing in quotes") << QByteArray("\"\"");
    QTest::newRow("one quote") << QByteArray("\"");
    QTest::newRow("not closed") << QByteArray("\"key");
    QTest::newRow("too long") << QByteArray(129, 'k');
    QTest::newRow("not ASCII") << QByteArray("schl\xc3\xbcssel");
    QTest::newRow("tab inside") << QByteArray("a\tb");
}

void TestIdempotencyKeys::refusesMalformedKeys()
{
    QFETCH(const QByteArray, key);
    SampleShop shop;
    const auto write = reserveWrite(shop);
    const auto reply = send(shop.client(), write, key);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.code(), u"VALIDATION_ERROR"_s);
    QCOMPARE(reply.faultyFields(), QStringList{u"Idempotency-Key"_s});
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM reservations"_s), 0);
}

// The test is the other server: it has claimed the key and not committed.
void TestIdempotencyKeys::waitsForNobodyWhileAnotherServerIsAtIt()
{
    SampleShop shop;
    const auto write = createUserWrite(shop);
    QCOMPARE(send(shop.client(), write, "key-1").status, 201);
    const auto key = shop.database().scalar<QString>(u"SELECT CAST(key AS text) FROM idempotency_keys"_s);
    shop.database().exec(u"DELETE FROM idempotency_keys; UPDATE users SET username = 'old', email = NULL, "
                         "password_hash = NULL WHERE username = 'bob'"_s);
    shop.database().exec(u"BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('%1', 0))"_s.arg(key));
    const auto reply = send(shop.client(), write, "key-1");
    QCOMPARE(reply.status, 409);
    QCOMPARE(reply.code(), u"REQUEST_IN_PROGRESS"_s);
    shop.database().exec(u"COMMIT"_s);
    const auto later = send(shop.client(), write, "key-1");
    QCOMPARE(later.status, 201);
    QVERIFY(!isReplay(later));
}

QTEST_GUILESS_MAIN(TestIdempotencyKeys)
#include "test_idempotency_keys.moc"
