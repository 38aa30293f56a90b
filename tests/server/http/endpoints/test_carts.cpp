// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"

#include <QTest>

#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestCarts final : public QObject
{
    Q_OBJECT

private slots:
    void addsUp();
    void tellsEachLine();
    void tellsThatAPriceHasChanged();
    void addingAgainTakesThePriceOfNow();
    void tellsWhatHasLeftTheCatalogue();
    void takesOut();
    void sumsNoTwoCurrencies();
    void boundsUnitsAndProducts();
    void refusesWhatCannotBePutIn_data();
    void refusesWhatCannotBePutIn();
    void eachHasACartOfItsOwn();
    void isNamedInTheQuery();
    void addsEverythingThatIsAddedAtOnce();
};

namespace {

QByteArray idText(qint64 product)
{
    return QByteArray::number(product);
}

QJsonObject lineOf(const QJsonObject &cart, int index = 0)
{
    return cart.value("items"_L1).toArray().at(index).toObject();
}

QJsonObject cartOf(SampleShop &shop, const QByteArray &customer)
{
    return shop.client().get("/cart", actingFor(customer)).data();
}

void changePrice(SampleShop &shop, qint64 product, int minorUnits)
{
    shop.database().exec(
        u"UPDATE products SET price_minor = %1, version = version + 1 WHERE id = %2"_s.arg(minorUnits)
            .arg(product));
}

} // namespace

void TestCarts::addsUp()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    const auto cart = shop.putIntoCart(product, "ada", 3);
    QCOMPARE(cart.value("items"_L1).toArray().size(), 1);
    QCOMPARE(lineOf(cart).value("quantity"_L1).toInt(), 5);
    QCOMPARE(cart, cartOf(shop, "ada"));
    // The camel-case twin, one unit when none is said, the customer in the body.
    const auto more =
        shop.client().post("/cart/items", {{u"productId"_s, product}, {u"user_id"_s, u"ada"_s}});
    QCOMPARE(more.status, 201);
    QCOMPARE(lineOf(more.data()).value("quantity"_L1).toInt(), 6);
    // A cart holds nothing.
    QCOMPARE(shop.stockOf(product).value("available_stock"_L1).toInt(), 10);
}

void TestCarts::tellsEachLine()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct({{u"name"_s, u"Boot"_s}, {u"price"_s, 100}});
    shop.reserve(other, "bob", 4);
    shop.putIntoCart(other, "ada");
    shop.putIntoCart(one, "ada", 2);
    const auto cart = cartOf(shop, "ada");
    const QJsonObject boot{{u"id"_s, other},
                           {u"product_id"_s, other},
                           {u"name"_s, u"Boot"_s},
                           {u"quantity"_s, 1},
                           {u"unit_price"_s, 100},
                           {u"current_price"_s, 100},
                           {u"price_changed"_s, false},
                           {u"currency"_s, u"USD"_s},
                           {u"is_available"_s, true},
                           {u"available_stock"_s, 6},
                           {u"line_total"_s, 100}};
    QCOMPARE(lineOf(cart, 1), boot);
    QCOMPARE(lineOf(cart, 0).value("line_total"_L1).toDouble(), 25.0);
    QCOMPARE(cart.value("total_amount"_L1).toDouble(), 125.0);
    QCOMPARE(cart.value("currency"_L1).toString(), u"USD"_s);
}

void TestCarts::tellsThatAPriceHasChanged()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    changePrice(shop, product, 1500);
    const auto line = lineOf(cartOf(shop, "ada"));
    QCOMPARE(line.value("unit_price"_L1).toDouble(), 12.5);
    QCOMPARE(line.value("current_price"_L1).toDouble(), 15.0);
    QVERIFY(line.value("price_changed"_L1).toBool());
    QCOMPARE(line.value("line_total"_L1).toDouble(), 25.0);
}

void TestCarts::addingAgainTakesThePriceOfNow()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada", 2);
    changePrice(shop, product, 1500);
    const auto line = lineOf(shop.putIntoCart(product, "ada", 1));
    QCOMPARE(line.value("unit_price"_L1).toDouble(), 15.0);
    QVERIFY(!line.value("price_changed"_L1).toBool());
    QCOMPARE(line.value("line_total"_L1).toDouble(), 45.0);
}

void TestCarts::tellsWhatHasLeftTheCatalogue()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoCart(product, "ada");
    shop.database().exec(u"UPDATE products SET archived_at = now() WHERE id = %1"_s.arg(product));
    const auto line = lineOf(cartOf(shop, "ada"));
    QCOMPARE(line.value("name"_L1).toString(), u"Sneaker"_s);
    QVERIFY(!line.value("is_available"_L1).toBool());
    QCOMPARE(line.value("available_stock"_L1).toInt(), 0);
    const auto again = shop.client().post("/cart/items", {{u"product_id"_s, product}}, actingFor("ada"));
    QCOMPARE(again.status, 404);
    QCOMPARE(again.code(), u"PRODUCT_NOT_FOUND"_s);
}

void TestCarts::takesOut()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct();
    shop.putIntoCart(one, "ada", 2);
    shop.putIntoCart(other, "ada");
    const auto left = shop.client().remove("/cart/items/" + idText(one), actingFor("ada"));
    QCOMPARE(left.status, 200);
    QCOMPARE(left.items().size(), 1);
    QCOMPARE(lineOf(left.data()).value("product_id"_L1).toInteger(), other);
    for (const auto &missing : {idText(one), QByteArray("77"), QByteArray("x")}) {
        const auto reply = shop.client().remove("/cart/items/" + missing, actingFor("ada"));
        QCOMPARE(reply.status, 404);
        QCOMPARE(reply.code(), u"NOT_FOUND"_s);
    }
    QCOMPARE(shop.client().remove("/cart/items/" + idText(other), actingFor("bob")).status, 404);
    const auto empty = shop.client().remove("/cart/items/" + idText(other), actingFor("ada")).data();
    QCOMPARE(empty.value("total_amount"_L1).toDouble(-1), 0.0);
    QVERIFY(empty.value("items"_L1).toArray().isEmpty());
    QVERIFY(empty.value("currency"_L1).isNull());
}

void TestCarts::sumsNoTwoCurrencies()
{
    SampleShop shop;
    shop.putIntoCart(shop.makeProduct(), "ada");
    shop.putIntoCart(shop.makeProduct({{u"currency"_s, u"EUR"_s}}), "ada");
    const auto cart = cartOf(shop, "ada");
    QVERIFY(cart.value("total_amount"_L1).isNull());
    QVERIFY(cart.value("currency"_L1).isNull());
}

void TestCarts::boundsUnitsAndProducts()
{
    TestServiceOptions options;
    options.purchaseQuantityMax = 120;
    SampleShop shop(options);
    const auto product = shop.makeProduct();
    const auto post = [&](qint64 what, int quantity) {
        return shop.client().post("/cart/items", {{u"product_id"_s, what}, {u"quantity"_s, quantity}},
                                  actingFor("ada"));
    };
    QCOMPARE(post(product, 121).faultyFields(), QStringList{u"quantity"_s});
    QCOMPARE(post(product, 20).status, 201);
    const auto tooMany = post(product, 101);
    QCOMPARE(tooMany.status, 409);
    QCOMPARE(tooMany.code(), u"LIMIT_REACHED"_s);
    QCOMPARE(tooMany.details(), (QJsonObject{{u"limit"_s, 120}, {u"in_cart"_s, 20}}));
    for (int more = 1; more < 100; ++more)
        QCOMPARE(post(shop.makeProduct(), 1).status, 201);
    const auto tooLong = post(shop.makeProduct(), 1);
    QCOMPARE(tooLong.code(), u"LIMIT_REACHED"_s);
    QCOMPARE(tooLong.details(), (QJsonObject{{u"products_max"_s, 100}}));
    QCOMPARE(post(product, 1).status, 201);
    const auto cart = cartOf(shop, "ada");
    QCOMPARE(cart.value("items"_L1).toArray().size(), 100);
    QCOMPARE(lineOf(cart).value("quantity"_L1).toInt(), 21);
}

void TestCarts::refusesWhatCannotBePutIn_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("told");
    QTest::newRow("no product") << QByteArray("{}") << 422 << u"product_id"_s;
    QTest::newRow("nothing of it") << QByteArray(R"({"product_id":1,"quantity":0})") << 422 << u"quantity"_s;
    QTest::newRow("half of it") << QByteArray(R"({"product_id":1,"quantity":0.5})") << 422 << u"quantity"_s;
    QTest::newRow("unknown field") << QByteArray(R"({"product_id":1,"colour":"red"})") << 422 << u"colour"_s;
    QTest::newRow("unknown product") << QByteArray(R"({"product_id":77})") << 404 << u"PRODUCT_NOT_FOUND"_s;
    QTest::newRow("not JSON") << QByteArray("{") << 400 << u"MALFORMED_REQUEST"_s;
}

void TestCarts::refusesWhatCannotBePutIn()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    QFETCH(const QString, told);
    SampleShop shop;
    QCOMPARE(shop.makeProduct(), 1);
    const auto reply = shop.client().exchange("POST", "/cart/items", body, actingFor("ada"));
    QCOMPARE(reply.status, status);
    QCOMPARE(status == 422 ? reply.faultyFields().join(u' ') : reply.code(), told);
    // Nobody was made for it.
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM users"_s), 0);
}

void TestCarts::eachHasACartOfItsOwn()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const auto product = shop.makeProduct();
    ApiClient client(shop.service().port());
    const auto anns = bearer(people.tokenOf(people.ann));
    QCOMPARE(client.post("/cart/items", {{u"product_id"_s, product}}, anns).status, 201);
    QCOMPARE(client.get("/cart", anns).items().size(), 1);
    QCOMPARE(client.get("/cart", bearer(people.tokenOf(people.ben))).items().size(), 0);
    auto serving = bearer(people.apiKey);
    QCOMPARE(client.get("/cart", serving).faultyFields(), QStringList{u"user_id"_s});
    serving.emplace_back("X-User-Id", people.ann.id.text().toLatin1());
    QCOMPARE(client.get("/cart", serving).items().size(), 1);
    // Whom nobody has seen has put nothing in, and is not made by being looked at.
    serving.back().second = "stranger";
    const auto stranger = client.get("/cart", serving);
    QCOMPARE(stranger.status, 200);
    QVERIFY(stranger.items().isEmpty());
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM users WHERE username = 'stranger'"_s), 0);
}

void TestCarts::isNamedInTheQuery()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const auto product = shop.makeProduct();
    ApiClient client(shop.service().port());
    const auto anns = bearer(people.tokenOf(people.ann));
    const auto serving = bearer(people.apiKey);
    const QByteArray ofAnn = "?user_id=" + people.ann.id.text().toLatin1();
    QCOMPARE(client.post("/cart/items", {{u"product_id"_s, product}}, anns).status, 201);
    QCOMPARE(client.get("/cart" + ofAnn, serving).items().size(), 1);
    QCOMPARE(client.get("/cart" + ofAnn, anns).items().size(), 1);
    const QByteArray item = "/cart/items/" + idText(product) + ofAnn;
    const auto bens = bearer(people.tokenOf(people.ben));
    QCOMPARE(client.get("/cart" + ofAnn, bens).code(), u"FORBIDDEN"_s);
    QCOMPARE(client.remove(item, bens).code(), u"FORBIDDEN"_s);
    QCOMPARE(client.get("/cart?userid=ann", serving).faultyFields(),
             (QStringList{u"user_id"_s, u"userid"_s}));
    auto naming = serving;
    naming.emplace_back("X-User-Id", "somebody else");
    QCOMPARE(client.get("/cart" + ofAnn, naming).faultyFields(), QStringList{u"user_id"_s});
    QCOMPARE(client.remove(item, serving).items().size(), 0);
}

void TestCarts::addsEverythingThatIsAddedAtOnce()
{
    constexpr int senders = 8;
    constexpr int each = 10;
    SampleShop shop;
    const auto product = shop.makeProduct();
    {
        std::vector<std::jthread> threads;
        for (int sender = 0; sender < senders; ++sender) {
            threads.emplace_back([&] {
                ApiClient client(shop.service().port());
                for (int count = 0; count < each; ++count)
                    client.post("/cart/items", {{u"product_id"_s, product}}, actingFor("ada"));
            });
        }
    }
    QCOMPARE(lineOf(cartOf(shop, "ada")).value("quantity"_L1).toInt(), senders * each);
}

QTEST_GUILESS_MAIN(TestCarts)
#include "test_carts.moc"
