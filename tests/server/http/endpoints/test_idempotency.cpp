// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/route_table.h"
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <barrier>
#include <functional>
#include <memory>
#include <set>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Idempotency-Key over real sockets: whatever is sent again under one key has one effect and one answer.
class TestIdempotency final : public QObject
{
    Q_OBJECT

private slots:
    void everyWriteIsHere();
    void repeatsTheAnswer_data();
    void repeatsTheAnswer();
    void repeatsARefusalThatNoLongerHolds();
    void repeatsAcrossServersAndRestarts_data();
    void repeatsAcrossServersAndRestarts();
    void sixteenAtOnceHaveOneEffect_data();
    void sixteenAtOnceHaveOneEffect();
    void twoRequestsUnderOneKeyAtOnce();
    void refusesAKeyThatCameWithAnotherRequest_data();
    void refusesAKeyThatCameWithAnotherRequest();
    void refusesAKeyThatCameWithOtherItems();
    void aKeyIsOfItsUserAndRoute();
    void quotedIsUnquoted();
    void refusesMalformedKeys_data();
    void refusesMalformedKeys();
    void waitsForNobodyWhileAnotherServerIsAtIt();
    void withoutAKeyNothingIsKept();
};

namespace {

const QByteArray alice = "alice";

/// A write: what it is sent with, once the shop is prepared for it.
struct Write
{
    QByteArray method;
    QByteArray target;
    QByteArray body;
    QByteArray customer = alice;
};

using Prepare = std::function<Write(SampleShop &)>;

QByteArray productText(qint64 product)
{
    return QByteArray::number(product);
}

Write reserveWrite(SampleShop &shop)
{
    return {"POST", "/reservations", "{\"product_id\":" + productText(shop.makeProduct()) + "}"};
}

Write createUserWrite(SampleShop &)
{
    return {"POST", "/internal/users", "{\"username\":\"bob\"}", {}};
}

Write createProductWrite(SampleShop &)
{
    return {"POST", "/products", R"({"name":"Boot","total_stock":5,"price":9.5})", {}};
}

using NamedWrites = std::vector<std::pair<const char *, Prepare>>;

QByteArray heldBy(SampleShop &shop, const QByteArray &customer)
{
    return shop.reserve(shop.makeProduct(), customer).toLatin1();
}

NamedWrites catalogueWrites()
{
    return {{"POST /products", createProductWrite},
            {"POST /products/{id}/restock",
             [](SampleShop &shop) -> Write {
                 return {"POST",
                         "/products/" + productText(shop.makeProduct()) + "/restock",
                         R"({"quantity":3,"reason":"delivery"})",
                         {}};
             }},
            {"PUT /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PUT",
                         "/products/" + productText(shop.makeProduct()),
                         R"({"name":"Shoe","total_stock":12,"version":1})",
                         {}};
             }},
            {"PATCH /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PATCH", "/products/" + productText(shop.makeProduct()), R"({"price":1})", {}};
             }},
            {"DELETE /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/products/" + productText(shop.makeProduct()), {}, {}};
             }},
            {"POST /internal/expire-now",
             [](SampleShop &) -> Write {
                 return {"POST", "/internal/expire-now", {}, {}};
             }},
            {"POST /internal/users", createUserWrite}};
}

/// A sale with a product, of which alice holds a unit.
QByteArray liveSale(SampleShop &shop)
{
    const auto product = shop.makeProduct();
    const auto made =
        shop.client().post("/sales", {{u"name"_s, u"Sale"_s}, {u"product_ids"_s, QJsonArray{product}}});
    const QByteArray sale = "/sales/" + productText(made.data().value("id"_L1).toInteger());
    if (shop.client().post(sale + "/start").status != 200)
        qFatal("the sale did not start");
    shop.reserve(product, alice);
    return sale;
}

Prepare actOnSale(const QByteArray &act, const QByteArray &body)
{
    return [act, body](SampleShop &shop) -> Write { return {"POST", liveSale(shop) + act, body, {}}; };
}

Write resumeWrite(SampleShop &shop)
{
    const auto sale = liveSale(shop);
    if (shop.client().post(sale + "/pause", {{u"freeze_holds"_s, true}}).status != 200)
        qFatal("the sale did not pause");
    return {"POST", sale + "/resume", {}, {}};
}

Write extendSaleWrite(SampleShop &shop)
{
    const auto sale = liveSale(shop);
    const auto patched = shop.client().exchange("PATCH", sale, R"({"ends_at":"2100-01-01T00:00:00Z"})", {});
    if (patched.status != 200)
        qFatal("the sale got no end");
    return {"POST", sale + "/extend", R"({"seconds":60})", {}};
}

Write startWrite(SampleShop &shop)
{
    const auto made = shop.client().post("/sales", {{u"name"_s, u"Sale"_s}});
    return {"POST", "/sales/" + productText(made.data().value("id"_L1).toInteger()) + "/start", {}, {}};
}

NamedWrites saleWrites()
{
    return {{"POST /sales",
             [](SampleShop &shop) -> Write {
                 return {"POST",
                         "/sales",
                         R"({"name":"Sale","product_ids":[)" + productText(shop.makeProduct()) + "]}",
                         {}};
             }},
            {"PATCH /sales/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PATCH", liveSale(shop), R"({"name":"Other"})", {}};
             }},
            {"POST /sales/{id}/start", startWrite},
            {"POST /sales/{id}/pause", actOnSale("/pause", R"({"freeze_holds":true})")},
            {"POST /sales/{id}/resume", resumeWrite},
            {"POST /sales/{id}/extend", extendSaleWrite},
            {"POST /sales/{id}/end", actOnSale("/end", {})},
            {"POST /sales/{id}/cancel", actOnSale("/cancel", {})},
            {"POST /drops", [](SampleShop &) -> Write {
                 return {"POST", "/drops", R"({"name":"Drop","total_stock":5,"price":9.5})", {}};
             }}};
}

Write bulkWrite(SampleShop &shop)
{
    const QByteArray two = "{\"product_id\":" + productText(shop.makeProduct()) + ",\"quantity\":2}";
    const QByteArray one = "{\"product_id\":" + productText(shop.makeProduct()) + ",\"quantity\":1}";
    return {"POST", "/reserve/bulk", "{\"items\":[" + two + "," + one + "]}"};
}

NamedWrites reservingWrites()
{
    return {{"POST /reservations", reserveWrite},
            {"POST /reserve",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reserve", "{\"productId\":" + productText(shop.makeProduct()) + "}"};
             }},
            {"POST /reserve/bulk", bulkWrite},
            {"POST /reservations/{productId}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/" + productText(shop.makeProduct()), "{\"quantity\":2}"};
             }},
            {"POST /drops/{id}/reserve", [](SampleShop &shop) -> Write {
                 return {"POST", "/drops/" + productText(shop.makeProduct()) + "/reserve", "{}"};
             }}};
}

NamedWrites changingWrites()
{
    return {{"POST /reservations/{id}/extend",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/" + heldBy(shop, alice) + "/extend", "{\"seconds\":60}"};
             }},
            {"DELETE /reservations/{id}",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/reservations/" + heldBy(shop, alice), {}};
             }},
            {"DELETE /reservations/{id}/cancel",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/reservations/" + heldBy(shop, alice) + "/cancel", {}};
             }},
            {"DELETE /reserve/{userId}/{productId}", [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.reserve(product, alice);
                 return {"DELETE", "/reserve/alice/" + productText(product), {}};
             }}};
}

NamedWrites buyingWrites()
{
    return {{"POST /checkout",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/checkout", "{\"reservation_id\":\"" + heldBy(shop, alice) + "\"}"};
             }},
            {"POST /checkout/{id}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/checkout/" + heldBy(shop, alice), "{}"};
             }},
            {"POST /reservations/confirm/{id}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/confirm/" + heldBy(shop, alice), "{}"};
             }},
            {"POST /drops/{id}/purchase",
             [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.reserve(product, alice);
                 return {"POST", "/drops/" + productText(product) + "/purchase", "{}"};
             }},
            {"POST /flashsales/purchase", [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.putIntoSale(product, -60);
                 return {"POST", "/flashsales/purchase", "{\"product_id\":" + productText(product) + "}"};
             }}};
}

NamedWrites cartWrites()
{
    return {{"POST /cart/items",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/cart/items", "{\"product_id\":" + productText(shop.makeProduct()) + "}"};
             }},
            {"DELETE /cart/items/{id}",
             [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.putIntoCart(product, alice);
                 return {"DELETE", "/cart/items/" + productText(product), {}};
             }},
            {"POST /orders", [](SampleShop &shop) -> Write {
                 shop.putIntoCart(shop.makeProduct(), alice);
                 shop.putIntoCart(shop.makeProduct(), alice, 2);
                 return {"POST", "/orders", {}};
             }}};
}

/// Every write whose answer is kept.
const NamedWrites &writes()
{
    static const NamedWrites all = [] {
        NamedWrites gathered;
        for (const auto &some : {catalogueWrites(), saleWrites(), reservingWrites(), changingWrites(),
                                 buyingWrites(), cartWrites()})
            gathered.insert(gathered.end(), some.begin(), some.end());
        return gathered;
    }();
    return all;
}

void addWrites()
{
    QTest::addColumn<size_t>("index");
    for (size_t index = 0; index < writes().size(); ++index)
        QTest::newRow(writes()[index].first) << index;
}

ApiReply send(ApiClient &client, const Write &write, const QByteArray &key)
{
    ApiHeaders headers;
    if (!write.customer.isEmpty())
        headers.emplace_back("X-User-Id", write.customer);
    if (!key.isNull())
        headers.emplace_back("Idempotency-Key", key);
    return client.exchange(write.method, write.target, write.body, headers);
}

/// What must be the same in a replay: all but meta.requestId.
QByteArray said(const ApiReply &reply)
{
    const auto meta = reply.raw.body.indexOf(",\"meta\":");
    return QByteArray::number(reply.status) + ' ' + (meta < 0 ? reply.raw.body : reply.raw.body.first(meta));
}

bool isReplay(const ApiReply &reply)
{
    return reply.header("Idempotent-Replayed") == "true";
}

/// Every row that a write could have left behind.
qint64 effects(SampleShop &shop)
{
    return shop.database().scalar<qint64>(uR"(
        SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM products) + (SELECT count(*) FROM orders)
             + (SELECT count(*) FROM reservations) + (SELECT CAST(coalesce(sum(version), 0) AS bigint) FROM carts) + (SELECT count(*) FROM stock_movements)
             + (SELECT count(*) FROM audit_log)
             + (SELECT CAST(coalesce(sum(version), 0) AS bigint) FROM sales)
             + (SELECT CAST(coalesce(sum(stock_version + version), 0) AS bigint) FROM products))"_s);
}

TestServiceOptions besideOf(SampleShop &shop)
{
    TestServiceOptions options;
    options.beside = &shop.service();
    return options;
}

} // namespace

void TestIdempotency::everyWriteIsHere()
{
    std::set<QByteArray> known{// What these answer is a secret, or nothing that was not so before.
                               "POST /auth/register", "POST /auth/login", "POST /auth/logout",
                               "POST /me/password", "POST /admin/api-keys", "DELETE /admin/api-keys/{id}",
                               // Changes nothing.
                               "POST /demo/echo"};
    for (const auto &[name, prepare] : writes())
        known.insert(name);
    for (const auto &row : http::routeTable()) {
        const QByteArray name = http::methodName(row.method).toByteArray() + " " + row.pattern;
        QVERIFY2(row.method == http::Method::Get || known.contains(name), name.constData());
    }
}

void TestIdempotency::repeatsTheAnswer_data()
{
    addWrites();
}

void TestIdempotency::repeatsTheAnswer()
{
    QFETCH(const size_t, index);
    SampleShop shop;
    const auto write = writes()[index].second(shop);
    const auto first = send(shop.client(), write, "key-1");
    QVERIFY2(first.status < 300, first.raw.body.constData());
    QVERIFY(!isReplay(first));
    const auto left = effects(shop);
    const auto again = send(shop.client(), write, "key-1");
    QCOMPARE(said(again), said(first));
    QVERIFY(isReplay(again));
    QVERIFY(first.status == 204 || again.raw.body != first.raw.body); // the request id is the request's own
    QCOMPARE(again.header("ETag"), first.header("ETag"));
    QCOMPARE(again.header("Location"), first.header("Location"));
    QCOMPARE(effects(shop), left);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestIdempotency::repeatsARefusalThatNoLongerHolds()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 1}});
    const auto hold = shop.reserve(product, "carl").toLatin1();
    const Write write{"POST", "/reservations", "{\"product_id\":" + productText(product) + "}"};
    const auto refused = send(shop.client(), write, "late");
    QCOMPARE(refused.code(), u"OUT_OF_STOCK"_s);
    QVERIFY(!isReplay(refused));
    QCOMPARE(shop.client().remove("/reservations/" + hold).status, 200);
    const auto again = send(shop.client(), write, "late");
    QCOMPARE(said(again), said(refused));
    QVERIFY(isReplay(again));
    QCOMPARE(send(shop.client(), write, "another").status, 201);

    const auto taken = createUserWrite(shop);
    QCOMPARE(send(shop.client(), taken, "first").status, 201);
    const auto refusedName = send(shop.client(), taken, "second");
    QCOMPARE(refusedName.code(), u"USERNAME_TAKEN"_s);
    QCOMPARE(said(send(shop.client(), taken, "second")), said(refusedName));
}

void TestIdempotency::repeatsAcrossServersAndRestarts_data()
{
    addWrites();
}

void TestIdempotency::repeatsAcrossServersAndRestarts()
{
    QFETCH(const size_t, index);
    SampleShop shop;
    const auto write = writes()[index].second(shop);
    const auto first = send(shop.client(), write, "key-1");
    QVERIFY2(first.status < 300, first.raw.body.constData());
    // Started now, they know nothing but what the database knows.
    for (int restart = 0; restart < 2; ++restart) {
        TestService other(besideOf(shop));
        ApiClient client(other.port());
        const auto again = send(client, write, "key-1");
        QCOMPARE(said(again), said(first));
        QVERIFY(isReplay(again));
    }
}

void TestIdempotency::sixteenAtOnceHaveOneEffect_data()
{
    addWrites();
}

void TestIdempotency::sixteenAtOnceHaveOneEffect()
{
    QFETCH(const size_t, index);
    constexpr int senders = 16;
    SampleShop shop;
    TestService other(besideOf(shop));
    const auto write = writes()[index].second(shop);
    std::vector<ApiReply> replies(senders);
    {
        std::barrier start(senders);
        std::vector<std::jthread> threads;
        for (int sender = 0; sender < senders; ++sender) {
            threads.emplace_back([&, sender] {
                ApiClient client(sender % 2 == 0 ? shop.service().port() : other.port());
                start.arrive_and_wait();
                auto &reply = replies[static_cast<size_t>(sender)];
                do
                    reply = send(client, write, "key-1");
                while (reply.code() == u"REQUEST_IN_PROGRESS"_s);
            });
        }
    }
    std::set<QByteArray> answers;
    for (const auto &reply : replies)
        answers.insert(said(reply));
    QVERIFY2(answers.size() == 1 && replies.front().status < 300, answers.begin()->constData());
    // A sweep has no effect of its own to keep an answer with, so several may have been the first.
    const bool isSweep = write.target == "/internal/expire-now";
    QVERIFY(isSweep || std::ranges::count_if(replies, isReplay) == senders - 1);
    const auto left = effects(shop);
    QVERIFY(isReplay(send(shop.client(), write, "key-1")));
    QCOMPARE(effects(shop), left);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s), 1);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestIdempotency::twoRequestsUnderOneKeyAtOnce()
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

void TestIdempotency::refusesAKeyThatCameWithAnotherRequest_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("another body") << QByteArray("/reservations/1") << QByteArray("{\"quantity\":2}");
    QTest::newRow("another path") << QByteArray("/reservations/2") << QByteArray("{\"quantity\":1}");
}

void TestIdempotency::refusesAKeyThatCameWithAnotherRequest()
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

void TestIdempotency::refusesAKeyThatCameWithOtherItems()
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

void TestIdempotency::aKeyIsOfItsUserAndRoute()
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

void TestIdempotency::quotedIsUnquoted()
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

void TestIdempotency::refusesMalformedKeys_data()
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

void TestIdempotency::refusesMalformedKeys()
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
void TestIdempotency::waitsForNobodyWhileAnotherServerIsAtIt()
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

void TestIdempotency::withoutAKeyNothingIsKept()
{
    SampleShop shop;
    for (const auto &[name, prepare] : writes())
        QVERIFY2(send(shop.client(), prepare(shop), {}).status < 300, name);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s), 0);
}

QTEST_GUILESS_MAIN(TestIdempotency)
#include "test_idempotency.moc"
