// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

#include <memory>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Every refusal that a route can give on its own account, one row each. `{name}` in a target or body stands
/// for a sample that initTestCase has made.
class TestRefusals final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void refuses_data();
    void refuses();
    void asProblemDocument();
    void asProblemDocumentToWhoNamesIt();
    void asProblemDocumentToWhoNamesIt_data();
    void asEnvelope();

private:
    void rowsOfProducts();
    void rowsOfReserving();
    void rowsOfWholeItems();
    void rowsOfReservations();
    void rowsOfCheckout();
    void rowsOfBuyingByProduct();
    void rowsOfTheRest();
    QByteArray filled(QByteArray text) const;

    std::unique_ptr<SampleShop> m_shop;
    QHash<QByteArray, QByteArray> m_samples;
};

namespace {

struct Row
{
    QByteArray request;
    QByteArray body;
    QByteArray customer;
    int status;
    const char *code;
    QString fields = {};
};

void add(const QByteArray &name, const Row &row)
{
    QTest::newRow(name.constData()) << row.request << row.body << row.customer << row.status
                                    << QString::fromLatin1(row.code) << row.fields;
}

constexpr auto nobody = "";

} // namespace

void TestRefusals::initTestCase()
{
    TestServiceOptions options;
    options.purchaseQuantityMax = 500;
    m_shop = std::make_unique<SampleShop>(options);
    const auto product = [this](const char *name, const QJsonObject &fields = {}) {
        const auto id = m_shop->makeProduct(fields);
        m_samples.insert(name, QByteArray::number(id));
        return id;
    };
    const auto open = product("open");
    product("other");
    product("none left", {{u"total_stock"_s, 0}});
    m_shop->buy(product("limited", {{u"per_user_limit"_s, 2}}), "limited");
    m_shop->putIntoSale(product("paused"), -60, true);
    m_shop->putIntoSale(product("scheduled"), 3600);
    product("full", {{u"total_stock"_s, 100'000'000}});

    m_samples.insert("hold", m_shop->reserve(open, "holder").toLatin1());
    const auto bought = m_shop->reserve(product("buyer's"), "buyer").toLatin1();
    QCOMPARE(m_shop->client().post("/checkout/" + bought).status, 201);
    m_samples.insert("bought", bought);
    m_samples.insert("cancelled", m_shop->reserve(open, "quitter").toLatin1());
    QCOMPARE(m_shop->client().remove("/reservations/" + m_samples.value("cancelled")).status, 200);
    const auto extended = m_shop->reserve(open, "extender").toLatin1();
    QCOMPARE(m_shop->client().post("/reservations/" + extended + "/extend", {}, actingFor("extender")).status,
             200);
    m_samples.insert("extended", extended);
    const auto expired = m_shop->reserve(product("brief", {{u"hold_seconds"_s, 1}}), "sleeper");
    QTRY_COMPARE_WITH_TIMEOUT(m_shop->statusOf(expired), u"expired"_s, 15'000);
    m_samples.insert("expired", expired.toLatin1());
    m_samples.insert("stranger's", UserId::make().text().toLatin1());
}

void TestRefusals::cleanupTestCase()
{
    QCOMPARE(m_shop->service().auditFaults(), QStringList());
    m_shop.reset();
}

QByteArray TestRefusals::filled(QByteArray text) const
{
    for (const auto &[name, value] : m_samples.asKeyValueRange())
        text.replace(QByteArray("{" + name + "}"), value);
    return text;
}

void TestRefusals::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("customer");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("fields");
    rowsOfProducts();
    rowsOfReserving();
    rowsOfWholeItems();
    rowsOfReservations();
    rowsOfCheckout();
    rowsOfBuyingByProduct();
    rowsOfTheRest();
}

void TestRefusals::rowsOfProducts()
{
    const QByteArray make = "POST /products";
    add("product: every fault at once",
        {make,
         R"({"name":"","price":-1,"currency":"usd","total_stock":-1,"per_user_limit":0,"hold_seconds":0,"sku":1})",
         nobody, 422, "VALIDATION_ERROR",
         u"name price currency total_stock per_user_limit hold_seconds sku"_s});
    add("product: nothing given", {make, "{}", nobody, 422, "VALIDATION_ERROR", u"name total_stock"_s});
    add("product: price of three decimals",
        {make, R"({"name":"a","total_stock":1,"price":1.005})", nobody, 422, "VALIDATION_ERROR", u"price"_s});
    add("product: stock as text",
        {make, R"({"name":"a","total_stock":"many"})", nobody, 422, "VALIDATION_ERROR", u"total_stock"_s});
    add("product: too much stock",
        {make, R"({"name":"a","total_stock":100000001})", nobody, 422, "VALIDATION_ERROR", u"total_stock"_s});
    add("product: held for longer than a day",
        {make, R"({"name":"a","total_stock":1,"hold_seconds":86401})", nobody, 422, "VALIDATION_ERROR",
         u"hold_seconds"_s});
    add("product: both spellings",
        {make, R"({"name":"a","total_stock":1,"totalStock":1})", nobody, 422, "VALIDATION_ERROR",
         u"total_stock"_s});
    add("product: no object", {make, "[]", nobody, 422, "VALIDATION_ERROR", u""_s});
    add("product: no JSON", {make, "{", nobody, 400, "MALFORMED_REQUEST"});
    add("list: every fault at once",
        {"GET /products?sort=cheap&limit=101&page=0&colour=red",
         {},
         nobody,
         422,
         "VALIDATION_ERROR",
         u"sort limit page colour"_s});
    add("read: unknown product", {"GET /products/999999", {}, nobody, 404, "PRODUCT_NOT_FOUND"});
    add("read: no id", {"GET /products/shoe", {}, nobody, 404, "PRODUCT_NOT_FOUND"});
    add("status: unknown product", {"GET /products/999999/status", {}, nobody, 404, "PRODUCT_NOT_FOUND"});
    add("status: id that would wrap",
        {"GET /products/18446744073709551617/status", {}, nobody, 404, "PRODUCT_NOT_FOUND"});
    add("restock: every fault at once",
        {"POST /products/{open}/restock", R"({"quantity":0})", nobody, 422, "VALIDATION_ERROR",
         u"quantity reason"_s});
    add("restock: unknown product",
        {"POST /products/999999/restock", R"({"quantity":1,"reason":"found"})", nobody, 404,
         "PRODUCT_NOT_FOUND"});
    add("restock: no id",
        {"POST /products/0/restock", R"({"quantity":1,"reason":"found"})", nobody, 404, "PRODUCT_NOT_FOUND"});
    add("restock: beyond what a product holds",
        {"POST /products/{full}/restock", R"({"quantity":1,"reason":"found"})", nobody, 409, "CONFLICT"});
}

void TestRefusals::rowsOfReserving()
{
    const QByteArray make = "POST /reservations";
    add("reserve: every fault at once",
        {make, R"({"quantity":0,"colour":"red"})", nobody, 422, "VALIDATION_ERROR",
         u"product_id quantity user_id colour"_s});
    add("reserve: nobody named",
        {make, R"({"product_id":{open}})", nobody, 422, "VALIDATION_ERROR", u"user_id"_s});
    add("reserve: more than one request may ask for",
        {make, R"({"product_id":{open},"quantity":501})", "shopper", 422, "VALIDATION_ERROR", u"quantity"_s});
    add("reserve: half a unit",
        {make, R"({"product_id":{open},"quantity":1.5})", "shopper", 422, "VALIDATION_ERROR", u"quantity"_s});
    add("reserve: negative id",
        {make, R"({"product_id":-1})", "shopper", 422, "VALIDATION_ERROR", u"product_id"_s});
    add("reserve: product and items",
        {make, R"({"product_id":1,"items":[{"product_id":{open}}]})", "shopper", 422, "VALIDATION_ERROR",
         u"items"_s});
    add("reserve: no body", {make, {}, "shopper", 415, "UNSUPPORTED_MEDIA_TYPE"});
    add("reserve: unknown product", {make, R"({"product_id":999999})", "shopper", 404, "PRODUCT_NOT_FOUND"});
    add("reserve: sold out", {make, R"({"product_id":{none left}})", "shopper", 409, "OUT_OF_STOCK"});
    add("reserve: more than there is",
        {make, R"({"product_id":{other},"quantity":11})", "shopper", 409, "OUT_OF_STOCK"});
    add("reserve: held already", {make, R"({"product_id":{open}})", "holder", 409, "ALREADY_RESERVED"});
    add("reserve: beyond the customer's limit",
        {make, R"({"product_id":{limited},"quantity":2})", "limited", 409, "LIMIT_REACHED"});
    add("reserve: paused sale", {make, R"({"product_id":{paused}})", "shopper", 409, "SALE_PAUSED"});
    add("reserve: sale to come", {make, R"({"product_id":{scheduled}})", "shopper", 409, "DROP_NOT_ACTIVE"});
    add("reserve at the source's path: sold out",
        {"POST /reserve", R"({"product_id":{none left}})", "shopper", 409, "OUT_OF_STOCK"});
    add("product in the path: sold out",
        {"POST /reservations/{none left}", {}, "shopper", 409, "OUT_OF_STOCK"});
    add("product in the path: unknown",
        {"POST /reservations/999999", {}, "shopper", 404, "PRODUCT_NOT_FOUND"});
    add("product in the path: no id", {"POST /reservations/shoe", {}, "shopper", 404, "PRODUCT_NOT_FOUND"});
    add("product in the path: again in the body",
        {"POST /reservations/{open}", R"({"product_id":{open}})", "shopper", 422, "VALIDATION_ERROR",
         u"product_id"_s});
    add("drop: sold out", {"POST /drops/{none left}/reserve", {}, "shopper", 409, "OUT_OF_STOCK"});
    add("drop: unknown", {"POST /drops/999999/reserve", {}, "shopper", 404, "DROP_NOT_FOUND"});
    add("drop: no id", {"POST /drops/x/reserve", {}, "shopper", 404, "DROP_NOT_FOUND"});
    add("drop: nobody named",
        {"POST /drops/{open}/reserve", {}, nobody, 422, "VALIDATION_ERROR", u"user_id"_s});
}

void TestRefusals::rowsOfWholeItems()
{
    const QByteArray make = "POST /reserve/bulk";
    add("items: none given", {make, "{}", "shopper", 422, "VALIDATION_ERROR", u"items"_s});
    add("items: empty", {make, R"({"items":[]})", "shopper", 422, "VALIDATION_ERROR", u"items"_s});
    add("items: one product instead",
        {make, R"({"product_id":{open}})", "shopper", 422, "VALIDATION_ERROR", u"items product_id"_s});
    add("items: faults are named by place",
        {make, R"({"items":[{"product_id":"x"},{"product_id":{open},"quantity":0,"colour":1},7]})", "shopper",
         422, "VALIDATION_ERROR", u"items[2] items[0].product_id items[1].quantity items[1].colour"_s});
    add("items: more than 100",
        {make, "{\"items\":[" + QByteArray(R"({"product_id":1},)").repeated(100) + R"({"product_id":1}]})",
         "shopper", 422, "VALIDATION_ERROR", u"items"_s});
    add("items: together more than one request may ask for",
        {make, R"({"items":[{"product_id":{open},"quantity":300},{"product_id":{other},"quantity":201}]})",
         "shopper", 422, "VALIDATION_ERROR", u"items"_s});
    add("items: one sold out",
        {make, R"({"items":[{"product_id":{open}},{"product_id":{none left}}]})", "shopper", 409,
         "OUT_OF_STOCK"});
    add("items: duplicates together too many",
        {make, R"({"items":[{"product_id":{other},"quantity":6},{"product_id":{other},"quantity":5}]})",
         "shopper", 409, "OUT_OF_STOCK"});
    add("items: one unknown",
        {make, R"({"items":[{"product_id":{open}},{"product_id":999999}]})", "shopper", 404,
         "PRODUCT_NOT_FOUND"});
}

void TestRefusals::rowsOfReservations()
{
    const QByteArray nowhere = "01a1f86d-755d-7ab9-80df-aad9759aaa97";
    add("mine: nobody named", {"GET /reservations/me", {}, nobody, 422, "VALIDATION_ERROR", u"user_id"_s});
    add("mine: page out of range",
        {"GET /reservations/me?limit=0", {}, "holder", 422, "VALIDATION_ERROR", u"limit"_s});
    add("a user's: unknown user",
        {"GET /users/nobody-at-all/reservations", {}, nobody, 404, "USER_NOT_FOUND"});
    add("a user's: unknown id", {"GET /users/{stranger's}/reservations", {}, nobody, 404, "USER_NOT_FOUND"});
    add("a user's: not a name", {"GET /users/%20/reservations", {}, nobody, 404, "USER_NOT_FOUND"});
    add("a user's: somebody else's",
        {"GET /users/holder/reservations", {}, "shopper", 404, "USER_NOT_FOUND"});
    add("read: unknown", {"GET /reservations/" + nowhere, {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("read: no id", {"GET /reservations/42", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("read: somebody else's", {"GET /reservations/{hold}", {}, "shopper", 404, "RESERVATION_NOT_FOUND"});
    add("extend: unknown",
        {"POST /reservations/" + nowhere + "/extend", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("extend: no id", {"POST /reservations/42/extend", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("extend: somebody else's",
        {"POST /reservations/{hold}/extend", {}, "shopper", 404, "RESERVATION_NOT_FOUND"});
    add("extend: every fault at once",
        {"POST /reservations/{hold}/extend", R"({"seconds":0,"x":1})", nobody, 422, "VALIDATION_ERROR",
         u"seconds x"_s});
    add("extend: a second time by its owner",
        {"POST /reservations/{extended}/extend", {}, "extender", 409, "CONFLICT"});
    add("extend: beyond the product's cap",
        {"POST /reservations/{hold}/extend", R"({"seconds":601})", "holder", 409, "CONFLICT"});
    add("extend: expired", {"POST /reservations/{expired}/extend", {}, nobody, 409, "RESERVATION_EXPIRED"});
    add("extend: bought", {"POST /reservations/{bought}/extend", {}, nobody, 409, "ALREADY_PURCHASED"});
    add("extend: cancelled",
        {"POST /reservations/{cancelled}/extend", {}, nobody, 409, "RESERVATION_NOT_ACTIVE"});
    add("cancel: unknown", {"DELETE /reservations/" + nowhere, {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel: no id", {"DELETE /reservations/42", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel: somebody else's",
        {"DELETE /reservations/{hold}", {}, "shopper", 404, "RESERVATION_NOT_FOUND"});
    add("cancel: fault",
        {"DELETE /reservations/{hold}", R"({"reason":""})", nobody, 422, "VALIDATION_ERROR", u"reason"_s});
    add("cancel: twice",
        {"DELETE /reservations/{cancelled}/cancel", {}, nobody, 409, "RESERVATION_NOT_ACTIVE"});
    add("cancel: bought", {"DELETE /reservations/{bought}/cancel", {}, nobody, 409, "ALREADY_PURCHASED"});
    add("cancel: expired", {"DELETE /reservations/{expired}", {}, nobody, 409, "RESERVATION_EXPIRED"});
    add("cancel by product: nothing held",
        {"DELETE /reserve/holder/{other}", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel by product: unknown customer",
        {"DELETE /reserve/x-nobody/{open}", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel by product: unknown product",
        {"DELETE /reserve/holder/999999", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel by product: no product",
        {"DELETE /reserve/holder/shoe", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
    add("cancel by product: somebody else's",
        {"DELETE /reserve/holder/{open}", {}, "shopper", 404, "RESERVATION_NOT_FOUND"});
}

void TestRefusals::rowsOfCheckout()
{
    const QByteArray pay = "POST /checkout";
    add("checkout: every fault at once",
        {pay, R"({"quantity":0,"total_amount":-1,"card":"4111"})", nobody, 422, "VALIDATION_ERROR",
         u"reservation_id quantity total_amount card"_s});
    add("checkout: reservation is no id",
        {pay, R"({"reservation_id":"42"})", nobody, 422, "VALIDATION_ERROR", u"reservation_id"_s});
    add("checkout: unknown reservation",
        {pay, R"({"reservation_id":"{stranger's}"})", nobody, 404, "RESERVATION_NOT_FOUND"});
    add("checkout: somebody else's",
        {pay, R"({"reservation_id":"{hold}"})", "shopper", 404, "RESERVATION_NOT_FOUND"});
    add("checkout: wrong amount",
        {pay, R"({"reservation_id":"{hold}","total_amount":12.49})", nobody, 422, "AMOUNT_MISMATCH"});
    add("checkout: not what is held",
        {pay, R"({"reservation_id":"{hold}","quantity":2})", nobody, 409, "CONFLICT"});
    add("checkout: expired", {pay, R"({"reservation_id":"{expired}"})", nobody, 409, "RESERVATION_EXPIRED"});
    add("checkout: bought", {pay, R"({"reservation_id":"{bought}"})", nobody, 409, "ALREADY_PURCHASED"});
    add("checkout: cancelled",
        {pay, R"({"reservation_id":"{cancelled}"})", nobody, 409, "RESERVATION_NOT_ACTIVE"});
    for (const char *path : {"POST /checkout/", "POST /reservations/confirm/"}) {
        const QByteArray at(path);
        add(at + "id: no id", {at + "42", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
        add(at + "id: unknown", {at + "{stranger's}", {}, nobody, 404, "RESERVATION_NOT_FOUND"});
        add(at + "id: somebody else's", {at + "{hold}", {}, "shopper", 404, "RESERVATION_NOT_FOUND"});
        add(at + "id: expired", {at + "{expired}", {}, nobody, 409, "RESERVATION_EXPIRED"});
        add(at + "id: wrong amount",
            {at + "{hold}", R"({"total_amount":1})", nobody, 422, "AMOUNT_MISMATCH"});
        add(at + "id: unknown field",
            {at + "{hold}", R"({"card":1})", nobody, 422, "VALIDATION_ERROR", u"card"_s});
    }
}

void TestRefusals::rowsOfBuyingByProduct()
{
    const QByteArray pay = "POST /checkout";
    add("checkout by product: nobody named",
        {pay, R"({"product_id":{open},"quantity":1})", nobody, 422, "VALIDATION_ERROR", u"user_id"_s});
    add("checkout by product: without quantity",
        {pay, R"({"product_id":{open}})", "holder", 422, "VALIDATION_ERROR", u"quantity"_s});
    add("checkout by product: reservation too",
        {pay, R"({"product_id":{open},"reservation_id":"{hold}","quantity":1})", "holder", 422,
         "VALIDATION_ERROR", u"reservation_id"_s});
    add("checkout by product: more than one request may ask for",
        {pay, R"({"product_id":{open},"quantity":501})", "holder", 422, "VALIDATION_ERROR", u"quantity"_s});
    add("checkout by product: nothing held",
        {pay, R"({"product_id":{other},"quantity":1})", "holder", 409, "RESERVATION_REQUIRED"});
    add("checkout by product: unknown product",
        {pay, R"({"product_id":999999,"quantity":1})", "holder", 404, "PRODUCT_NOT_FOUND"});
    add("checkout by product: not what is held",
        {pay, R"({"product_id":{open},"quantity":3})", "holder", 409, "CONFLICT"});
    add("drop purchase: nothing held",
        {"POST /drops/{other}/purchase", {}, "holder", 409, "RESERVATION_REQUIRED"});
    add("drop purchase: unknown drop", {"POST /drops/999999/purchase", {}, "holder", 404, "DROP_NOT_FOUND"});
    add("drop purchase: no id", {"POST /drops/shoe/purchase", {}, "holder", 404, "DROP_NOT_FOUND"});
    add("drop purchase: nobody named",
        {"POST /drops/{open}/purchase", {}, nobody, 422, "VALIDATION_ERROR", u"user_id"_s});
}

void TestRefusals::rowsOfTheRest()
{
    add("leaderboard: every fault at once",
        {"GET /leaderboard?by=luck&product_id=x&sale_id=0&limit=a&colour=red",
         {},
         nobody,
         422,
         "VALIDATION_ERROR",
         u"by product_id sale_id limit colour"_s});
    add("echo: every fault at once",
        {"POST /demo/echo", R"({"email":"nonsense","name":"","age":7})", nobody, 422, "VALIDATION_ERROR",
         u"email name age"_s});
    add("echo: no address", {"POST /demo/echo", "{}", nobody, 422, "VALIDATION_ERROR", u"email"_s});
    add("user: no name", {"POST /internal/users", "{}", nobody, 422, "VALIDATION_ERROR", u"username"_s});
    add("user: looks like an id",
        {"POST /internal/users", R"({"username":"{stranger's}"})", nobody, 422, "VALIDATION_ERROR",
         u"username"_s});
    add("user: white space around it",
        {"POST /internal/users", R"({"username":" x"})", nobody, 422, "VALIDATION_ERROR", u"username"_s});
    add("user: taken", {"POST /internal/users", R"({"username":"holder"})", nobody, 409, "USERNAME_TAKEN"});
    add("no such address", {"GET /nothing", {}, nobody, 404, "NOT_FOUND"});
    add("no such method", {"DELETE /products", {}, nobody, 405, "METHOD_NOT_ALLOWED"});
}

void TestRefusals::refuses()
{
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, customer);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QFETCH(const QString, fields);

    const auto space = request.indexOf(' ');
    const auto headers = customer.isEmpty() ? ApiHeaders() : actingFor(customer);
    const auto reply = m_shop->client().exchange(request.first(space), filled(request.sliced(space + 1)),
                                                 filled(body), headers);
    QVERIFY2(reply.status == status, reply.raw.body.constData());
    QCOMPARE(reply.code(), code);
    QVERIFY2(!reply.error().value("message"_L1).toString().isEmpty(), reply.raw.body.constData());
    QCOMPARE(reply.faultyFields().join(u' '), fields);
}

void TestRefusals::asEnvelope()
{
    const auto reply = m_shop->client().get("/products/999999", {{"X-Request-Id", "abc-1"}});
    QCOMPARE(reply.body.value("success"_L1), QJsonValue(false));
    QCOMPARE(reply.body.value("meta"_L1).toObject().value("requestId"_L1).toString(), u"abc-1"_s);
    QCOMPARE(reply.header("X-Request-Id"), "abc-1");
    QCOMPARE(reply.header("Content-Type"), "application/json");
}

void TestRefusals::asProblemDocument()
{
    const auto reply = m_shop->client().post(
        "/reservations", {}, {{"Accept", "application/problem+json"}, {"X-Request-Id", "abc-2"}});
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.header("Content-Type"), "application/problem+json");
    QCOMPARE(reply.body.value("status"_L1).toInt(), 422);
    QCOMPARE(reply.body.value("code"_L1).toString(), u"VALIDATION_ERROR"_s);
    QCOMPARE(reply.body.value("requestId"_L1).toString(), u"abc-2"_s);
    QCOMPARE(reply.body.value("details"_L1).toObject().value("fields"_L1).toArray().size(), 2);
}

void TestRefusals::asProblemDocumentToWhoNamesIt()
{
    QFETCH(QByteArray, accept);
    QFETCH(QByteArray, type);
    const auto reply = m_shop->client().get("/products/999999", {{"Accept", accept}});
    QCOMPARE(reply.status, 404);
    QCOMPARE(reply.header("Content-Type"), type);
}

void TestRefusals::asProblemDocumentToWhoNamesIt_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<QByteArray>("type");
    const QByteArray problem = "application/problem+json";
    const QByteArray json = "application/json";
    QTest::newRow("in any case") << QByteArray("Application/Problem+JSON") << problem;
    QTest::newRow("among others") << QByteArray("text/html , application/problem+json; q=0.5, */*")
                                  << problem;
    QTest::newRow("with a parameter") << QByteArray("application/problem+json;charset=utf-8") << problem;
    QTest::newRow("least wanted") << QByteArray("application/problem+json;q=0.001") << problem;
    QTest::newRow("refused") << QByteArray("application/json, application/problem+json;q=0") << json;
    QTest::newRow("refused at length") << QByteArray("application/problem+json ; Q=0.000") << json;
    QTest::newRow("a longer name") << QByteArray("application/problem+jsonp") << json;
    QTest::newRow("a wildcard") << QByteArray("application/*, */*") << json;
    QTest::newRow("nothing") << QByteArray(";,,q=0;") << json;
}

QTEST_GUILESS_MAIN(TestRefusals)
#include "test_refusals.moc"
