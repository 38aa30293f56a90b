// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/route_table.h"
#include "tests/server/http/endpoints/idempotent_writes.h"

#include <QTest>

#include <algorithm>
#include <barrier>
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
    void withoutAKeyNothingIsKept();
};

namespace {

void addWrites()
{
    QTest::addColumn<size_t>("index");
    for (size_t index = 0; index < writes().size(); ++index)
        QTest::newRow(writes()[index].first) << index;
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

void TestIdempotency::withoutAKeyNothingIsKept()
{
    SampleShop shop;
    for (const auto &[name, prepare] : writes())
        QVERIFY2(send(shop.client(), prepare(shop), {}).status < 300, name);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s), 0);
}

QTEST_GUILESS_MAIN(TestIdempotency)
#include "test_idempotency.moc"
