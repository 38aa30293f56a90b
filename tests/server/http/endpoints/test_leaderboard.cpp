// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include "stock/catalogue.h"

#include <QTest>

#include <future>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestLeaderboard final : public QObject
{
    Q_OBJECT

private slots:
    void ordersAndFilters_data();
    void ordersAndFilters();
    void tellsEachPurchase();
    void masksNamesForStrangers();
};

namespace {

QString namesOf(const ApiReply &reply)
{
    QStringList names;
    const auto items = reply.items();
    for (const auto &item : items)
        names.append(item.toObject().value("username"_L1).toString());
    return names.join(u' ');
}

/// Past the API, which lets nobody buy without open access.
void buyThroughTheLanes(TestService &service)
{
    const NewProduct product{.name = u"Sneaker"_s,
                             .description = {},
                             .category = {},
                             .price = Money::fromMinorUnits(1250),
                             .currency = u"USD"_s,
                             .totalStock = 10,
                             .perUserLimit = {},
                             .holdSeconds = 60,
                             .actor = {}};
    const auto made = createProduct(service.database().connection(), product, u"test"_s);
    const Customer customer{UserId::make(), u"alice"_s, false};
    std::promise<void> held;
    service.context().lanes.post(
        Reserve{customer, {{made->id, *Quantity::from(2)}}},
        [&](OutcomeOf<Reserve> outcome) { outcome ? held.set_value() : qFatal("not held"); });
    held.get_future().wait();
    std::promise<void> bought;
    service.context().lanes.post(
        CheckOut{HoldByProduct{made->id}, customer, {}, {}},
        [&](OutcomeOf<CheckOut> outcome) { outcome ? bought.set_value() : qFatal("not bought"); });
    bought.get_future().wait();
}

} // namespace

void TestLeaderboard::ordersAndFilters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("names");
    QTest::newRow("in the order of purchase") << QByteArray() << u"ann bob cat dan"_s;
    QTest::newRow("by time") << QByteArray("?by=time") << u"ann bob cat dan"_s;
    QTest::newRow("by quantity, then time") << QByteArray("?by=quantity") << u"bob ann dan cat"_s;
    QTest::newRow("by amount") << QByteArray("?by=amount") << u"cat bob ann dan"_s;
    QTest::newRow("of a product") << QByteArray("?product_id=1") << u"ann bob dan"_s;
    QTest::newRow("of a sale") << QByteArray("?sale_id=1") << u"cat"_s;
    QTest::newRow("of an unknown product") << QByteArray("?product_id=77") << QString();
    QTest::newRow("second page") << QByteArray("?limit=3&page=2") << u"dan"_s;
    QTest::newRow("offset") << QByteArray("?by=amount&offset=2") << u"ann dan"_s;
}

void TestLeaderboard::ordersAndFilters()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QString, names);
    SampleShop shop;
    const auto cheap = shop.makeProduct();
    const auto dear = shop.makeProduct({{u"price"_s, 100}});
    shop.putIntoSale(dear, -60);
    shop.buy(cheap, "ann", 2);
    shop.buy(cheap, "bob", 3);
    shop.buy(dear, "cat", 1);
    shop.buy(cheap, "dan", 2);
    shop.reserve(cheap, "eve"); // holding is not buying
    const auto reply = shop.client().get("/leaderboard" + query);
    QVERIFY2(reply.status == 200, reply.raw.body.constData());
    QCOMPARE(namesOf(reply), names);
}

void TestLeaderboard::tellsEachPurchase()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto order = shop.buy(product, "ann", 2);
    shop.buy(product, "bob");
    const auto reply = shop.client().get("/leaderboard");
    const QJsonObject first{{u"rank"_s, 1},
                            {u"purchased_at"_s, order.value("created_at"_L1)},
                            {u"username"_s, u"ann"_s},
                            {u"product_id"_s, product},
                            {u"quantity"_s, 2},
                            {u"amount"_s, 25}};
    QCOMPARE(reply.items().first().toObject(), first);
    const QJsonObject pagination{{u"limit"_s, 20}, {u"offset"_s, 0}, {u"total"_s, 2}};
    QCOMPARE(reply.data().value("pagination"_L1).toObject(), pagination);
    const auto second = shop.client().get("/leaderboard?offset=1").items().first().toObject();
    QCOMPARE(second.value("rank"_L1).toInt(), 2);
}

void TestLeaderboard::masksNamesForStrangers()
{
    TestServiceOptions options;
    options.openAccess = http::OpenAccess::Off;
    TestService service(options);
    buyThroughTheLanes(service);
    ApiClient stranger(service.port());
    const auto reply = stranger.get("/leaderboard");
    QCOMPARE(reply.status, 200);
    QCOMPARE(namesOf(reply), u"a***"_s);
    QVERIFY2(!reply.raw.body.contains("alice"), reply.raw.body.constData());
}

QTEST_GUILESS_MAIN(TestLeaderboard)
#include "test_leaderboard.moc"
