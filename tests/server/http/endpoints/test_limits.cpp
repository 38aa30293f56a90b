// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How many requests an address and a user may make, told and enforced over real sockets.
class TestLimits final : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatIsLeft();
    void refusesWhatIsTooMuch();
    void countsFailedCredentials();
    void countsUsersBesideTheirAddresses();
    void leavesServicesAlone();
    void leavesProbesAlone();
    void believesTrustedProxiesOnly_data();
    void believesTrustedProxiesOnly();
    void saysNothingWithoutLimits();
};

namespace {

constexpr int budget = 5;

/// So long a window that nothing comes back while a test runs.
TestServiceOptions limited()
{
    TestServiceOptions options;
    options.budget = RateBudget{.requests = budget, .window = 5h};
    return options;
}

/// A server that believes the same tokens.
TestServiceOptions limitedBeside(TestServiceOptions options, SampleShop &shop)
{
    options.budget = RateBudget{.requests = budget, .window = 5h};
    options.beside = &shop.service();
    return options;
}

void spend(ApiClient &client, const ApiHeaders &headers = {})
{
    for (int request = 0; request < budget; ++request)
        QCOMPARE(client.get("/products", headers).status, 200);
}

} // namespace

void TestLimits::tellsWhatIsLeft()
{
    SampleShop shop(limited());
    const auto first = shop.client().get("/products");
    QCOMPARE(first.header("RateLimit-Policy"), QByteArray("\"address\";q=5;w=18000"));
    QCOMPARE(first.header("RateLimit"), QByteArray("\"address\";r=4;t=3600"));
    const auto refused = shop.client().get("/products/99");
    QCOMPARE(refused.status, 404);
    QVERIFY(refused.header("RateLimit").startsWith("\"address\";r=3;"));
}

void TestLimits::refusesWhatIsTooMuch()
{
    SampleShop shop(limited());
    spend(shop.client());
    ApiClient other(shop.service().port());
    const auto reply = other.post("/products", {});
    QCOMPARE(reply.status, 429);
    QCOMPARE(reply.code(), u"RATE_LIMITED"_s);
    const auto wait = reply.header("Retry-After").toInt();
    QVERIFY(wait > 3000 && wait <= 3600);
    QVERIFY(reply.header("RateLimit").startsWith("\"address\";r=0;"));
}

void TestLimits::countsFailedCredentials()
{
    SampleShop shop(limited());
    const ApiHeaders forged{{"Authorization", "Bearer forged"}};
    for (int request = 0; request < budget; ++request)
        QCOMPARE(shop.client().get("/products", forged).status, 401);
    QCOMPARE(shop.client().get("/products", forged).status, 429);
}

void TestLimits::countsUsersBesideTheirAddresses()
{
    auto options = closedDoors();
    SampleShop shop(options);
    const People people(shop);
    options.proxies = *ForwardedFor::fromProxies(u"127.0.0.1"_s);
    TestService service(limitedBeside(options, shop));
    ApiClient client(service.port());
    const auto from = [&people](const Account &account, int place) {
        auto headers = bearer(people.tokenOf(account));
        headers.emplace_back("X-Forwarded-For", "198.51.100." + QByteArray::number(place));
        return headers;
    };
    for (int place = 0; place < budget; ++place) {
        const auto reply = client.get("/products", from(people.ann, place));
        QCOMPARE(reply.status, 200);
        const QByteArray left = ", \"user\";r=" + QByteArray::number(budget - 1 - place);
        QVERIFY2(reply.header("RateLimit").contains(left), reply.raw.head.constData());
    }
    // Elsewhere it is still the same user; at the same place somebody else is not.
    QCOMPARE(client.get("/products", from(people.ann, budget)).status, 429);
    QCOMPARE(client.get("/products", from(people.ben, budget)).status, 200);
}

void TestLimits::leavesServicesAlone()
{
    const auto options = closedDoors();
    SampleShop shop(options);
    const People people(shop);
    TestService service(limitedBeside(options, shop));
    ApiClient client(service.port());
    for (int request = 0; request < 3 * budget; ++request) {
        const auto reply = client.get("/products", bearer(people.apiKey));
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("RateLimit").isEmpty());
    }
    spend(client); // nothing of that counted for the address
}

void TestLimits::leavesProbesAlone()
{
    SampleShop shop(limited());
    spend(shop.client());
    QCOMPARE(shop.client().get("/products").status, 429);
    for (int request = 0; request < 2 * budget; ++request)
        QCOMPARE(shop.client().get("/livez").status, 200);
    QVERIFY(shop.client().get("/livez").header("RateLimit").isEmpty());
}

void TestLimits::believesTrustedProxiesOnly_data()
{
    QTest::addColumn<QString>("proxies");
    QTest::addColumn<int>("statusOfAnother");
    QTest::newRow("no proxy") << u""_s << 429;
    QTest::newRow("a proxy elsewhere") << u"192.0.2.0/24"_s << 429;
    QTest::newRow("a proxy of ours") << u"127.0.0.1"_s << 200;
}

void TestLimits::believesTrustedProxiesOnly()
{
    QFETCH(const QString, proxies);
    QFETCH(const int, statusOfAnother);
    auto options = limited();
    options.proxies = *ForwardedFor::fromProxies(proxies);
    SampleShop shop(options);
    const ApiHeaders one{{"X-Forwarded-For", "198.51.100.1"}};
    spend(shop.client(), one);
    QCOMPARE(shop.client().get("/products", one).status, 429);
    const ApiHeaders another{{"X-Forwarded-For", "198.51.100.2"}};
    QCOMPARE(shop.client().get("/products", another).status, statusOfAnother);
    // What a client wrote before the proxy's own entry buys nothing.
    const ApiHeaders forged{{"X-Forwarded-For", "203.0.113.7, 198.51.100.1"}};
    QCOMPARE(shop.client().get("/products", forged).status, 429);
    const ApiHeaders inTwoFields{{"X-Forwarded-For", "203.0.113.8"}, {"X-Forwarded-For", "198.51.100.1"}};
    QCOMPARE(shop.client().get("/products", inTwoFields).status, 429);
}

void TestLimits::saysNothingWithoutLimits()
{
    SampleShop shop;
    const auto reply = shop.client().get("/products");
    QVERIFY(!reply.raw.head.contains("RateLimit"));
}

QTEST_GUILESS_MAIN(TestLimits)
#include "test_limits.moc"
