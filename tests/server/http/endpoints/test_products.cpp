// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include "http/endpoints/route_table.h"
#include "stock/catalogue.h"

#include <QTest>

#include <random>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestProducts final : public QObject
{
    Q_OBJECT

private slots:
    void createsWithEverything();
    void createsWithDefaults();
    void takesCamelCase();
    void createdIsListedAndPublishedAtOnce();
    void readsWithVersion();
    void statusFollowsTheStock();
    void tellsOfItsSale();
    void findsWhatTheBoardHasNotSeen();
    void restocks();
    void listsByPage();
    void listsByFilter_data();
    void listsByFilter();
    void refusesFaultyParameters_data();
    void refusesFaultyParameters();
    void asksTheDatabaseUntilTheBoardIsFilled();
    void listsWhatTheDatabaseWould();
    void listsASaleThatBeginsMeanwhile();
};

namespace {

QStringList namesOf(const ApiReply &reply)
{
    QStringList names;
    const auto items = reply.items();
    for (const auto &item : items)
        names.append(item.toObject().value("name"_L1).toString());
    return names;
}

/// Another way into a service, by a board that knows nothing yet: as a server is just after its start.
class ColdServer final
{
public:
    explicit ColdServer(const http::ApiContext &warm)
        : m_context{.lanes = warm.lanes,
                    .board = m_board,
                    .clock = m_clock,
                    .database = warm.database,
                    .customers = warm.customers,
                    .credentials = warm.credentials,
                    .metrics = warm.metrics,
                    .settings = warm.settings,
                    .isServing = warm.isServing,
                    .publish = warm.publish}
        , m_api({}, routerOf(m_context), {}, {})
        , m_port(m_api.start(QHostAddress::LocalHost, 0).value())
    {
    }
    ~ColdServer() { m_api.stop(); }
    Q_DISABLE_COPY_MOVE(ColdServer)

    quint16 port() const { return m_port; }

private:
    static http::Router routerOf(const http::ApiContext &context)
    {
        http::Router router;
        router.add(http::routesOf(context));
        return router;
    }

    DatabaseClock m_clock;
    ExpirySchedule m_schedule;
    StockBoard m_board{m_clock, m_schedule};
    const http::ApiContext m_context;
    http::Api m_api;
    const quint16 m_port;
};

QByteArray target(qint64 product, const char *rest = "")
{
    return "/api/v1/products/" + QByteArray::number(product) + rest;
}

} // namespace

void TestProducts::createsWithEverything()
{
    SampleShop shop;
    const QJsonObject wanted{{u"name"_s, u"Zoë's \"drop\""_s}, {u"description"_s, u"One\nof one"_s},
                             {u"category"_s, u"shoes"_s},      {u"price"_s, 0.1},
                             {u"currency"_s, u"EUR"_s},        {u"total_stock"_s, 7},
                             {u"per_user_limit"_s, 2},         {u"hold_seconds"_s, 90}};
    const auto reply = shop.client().post("/products", wanted);
    QCOMPARE(reply.status, 201);
    QCOMPARE(reply.header("ETag"), "\"1\"");
    QCOMPARE(reply.header("Location"), target(reply.data().value("id"_L1).toInteger()));
    for (auto field = wanted.begin(); field != wanted.end(); ++field)
        QCOMPARE(reply.data().value(field.key()), field.value());
    QCOMPARE(reply.data().value("available_stock"_L1).toInt(), 7);
    QCOMPARE(reply.data().value("reserved_stock"_L1).toInt(), 0);
    QCOMPARE(reply.data().value("sold_stock"_L1).toInt(), 0);
    QCOMPARE(reply.data().value("sale"_L1), QJsonValue());
    QVERIFY(fromIsoText(reply.data().value("created_at"_L1).toString()));
    QVERIFY2(reply.raw.body.contains("\"price\":0.1,"), reply.raw.body.constData());
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProducts::createsWithDefaults()
{
    TestServiceOptions options;
    options.holdSecondsDefault = 77;
    SampleShop shop(options);
    const auto reply = shop.client().post("/products", {{u"name"_s, u"a"_s}, {u"total_stock"_s, 0}});
    QCOMPARE(reply.status, 201);
    QCOMPARE(reply.data().value("hold_seconds"_L1).toInt(), 77);
    QCOMPARE(reply.data().value("price"_L1), QJsonValue());
    QCOMPARE(reply.data().value("per_user_limit"_L1), QJsonValue());
    QCOMPARE(reply.data().value("currency"_L1).toString(), u"USD"_s);
    QCOMPARE(reply.data().value("category"_L1).toString(), QString());
}

void TestProducts::takesCamelCase()
{
    SampleShop shop;
    const auto reply = shop.client().post(
        "/products",
        {{u"name"_s, u"a"_s}, {u"totalStock"_s, 3}, {u"perUserLimit"_s, 1}, {u"holdSeconds"_s, 60}});
    QCOMPARE(reply.status, 201);
    QCOMPARE(reply.data().value("total_stock"_L1).toInt(), 3);
    QCOMPARE(reply.data().value("per_user_limit"_L1).toInt(), 1);
    QCOMPARE(reply.data().value("hold_seconds"_L1).toInt(), 60);
}

void TestProducts::createdIsListedAndPublishedAtOnce()
{
    SampleShop shop;
    const auto tap = shop.service().feed().tap();
    const auto product = shop.makeProduct();
    const auto published = tap->take().changes.products;
    QVERIFY(std::ranges::any_of(published, [&](const Product &each) { return each.id.number() == product; }));

    const auto listed = shop.client().get("/products");
    QCOMPARE(listed.items().size(), 1);
    QCOMPARE(listed.items().first().toObject().value("id"_L1).toInteger(), product);
    QCOMPARE(listed.body.value("meta"_L1).toObject().value("source"_L1).toString(), u"cache"_s);
    QCOMPARE(listed.header("X-Cache"), "HIT");
}

void TestProducts::readsWithVersion()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, -1);
    for (const char *base : {"/api/v1", "/api", ""}) {
        const auto reply = shop.client().get(base + QByteArray("/products/") + QByteArray::number(product));
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.data().value("version"_L1).toInt(), 2);
        QCOMPARE(reply.header("ETag"), "\"2\"");
    }
}

void TestProducts::statusFollowsTheStock()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto hold = shop.reserve(product, "a", 3);
    shop.buy(product, "b", 2);
    const auto stock = shop.stockOf(product);
    QCOMPARE(stock.value("total_stock"_L1).toInt(), 10);
    QCOMPARE(stock.value("reserved_stock"_L1).toInt(), 3);
    QCOMPARE(stock.value("sold_stock"_L1).toInt(), 2);
    QCOMPARE(stock.value("available_stock"_L1).toInt(), 5);
    QCOMPARE(stock.value("stock_version"_L1).toInt(), 4);
    QCOMPARE(stock.value("version"_L1).toInt(), 1);
    QCOMPARE(shop.client().remove("/reservations/" + hold.toLatin1()).status, 200);
    QCOMPARE(shop.stockOf(product).value("available_stock"_L1).toInt(), 8);
}

void TestProducts::tellsOfItsSale()
{
    SampleShop shop;
    const auto live = shop.makeProduct();
    const auto paused = shop.makeProduct();
    const auto scheduled = shop.makeProduct();
    shop.putIntoSale(live, -60);
    shop.putIntoSale(paused, -60, true);
    shop.putIntoSale(scheduled, 3600);
    const auto phaseOf = [&](qint64 product) {
        return shop.stockOf(product).value("sale"_L1).toObject().value("status"_L1).toString();
    };
    QTRY_COMPARE(phaseOf(live), u"live"_s);
    QTRY_COMPARE(phaseOf(paused), u"paused"_s);
    QTRY_COMPARE(phaseOf(scheduled), u"scheduled"_s);
}

void TestProducts::findsWhatTheBoardHasNotSeen()
{
    SampleShop shop;
    const NewProduct product{.name = u"Elsewhere"_s,
                             .description = {},
                             .category = {},
                             .price = {},
                             .currency = u"USD"_s,
                             .totalStock = 1,
                             .perUserLimit = {},
                             .holdSeconds = 60,
                             .actor = {}};
    const auto made = createProduct(shop.database().connection(), product, u"another-server"_s);
    QVERIFY(made);
    QCOMPARE(shop.client().get(target(made->id.number())).status, 200);
    QCOMPARE(shop.client().get(target(made->id.number(), "/status")).status, 200);
    QTRY_COMPARE(namesOf(shop.client().get("/products")), QStringList(u"Elsewhere"_s));
}

void TestProducts::restocks()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto reply = shop.client().post(target(product, "/restock"),
                                          {{u"quantity"_s, 5}, {u"reason"_s, u"found a box"_s}});
    QCOMPARE(reply.status, 200);
    const auto stock = reply.data().value("product"_L1).toObject();
    QCOMPARE(stock.value("id"_L1).toInteger(), product);
    QCOMPARE(stock.value("total_stock"_L1).toInt(), 15);
    QCOMPARE(stock.value("available_stock"_L1).toInt(), 15);
    QCOMPARE(stock.value("stock_version"_L1).toInt(), 2);
    QCOMPARE(shop.stockOf(product).value("total_stock"_L1).toInt(), 15);
    QCOMPARE(shop.database().column(u"SELECT reason FROM stock_movements WHERE kind = 'restocked'"_s),
             QStringList(u"found a box"_s));
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProducts::listsByPage()
{
    SampleShop shop;
    for (int number = 1; number <= 5; ++number)
        shop.makeProduct({{u"name"_s, QString::number(number)}});
    const auto first = shop.client().get("/products?limit=2");
    QCOMPARE(namesOf(first), (QStringList{u"1"_s, u"2"_s}));
    const QJsonObject pagination{{u"limit"_s, 2}, {u"offset"_s, 0}, {u"total"_s, 5}};
    QCOMPARE(first.data().value("pagination"_L1).toObject(), pagination);
    QCOMPARE(namesOf(shop.client().get("/products?limit=2&page=3")), QStringList(u"5"_s));
    QCOMPARE(namesOf(shop.client().get("/products?limit=2&offset=3")), (QStringList{u"4"_s, u"5"_s}));
    const auto beyond = shop.client().get("/products?offset=1000");
    QCOMPARE(beyond.status, 200);
    QCOMPARE(beyond.items().size(), 0);
}

void TestProducts::listsByFilter_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("names");
    QTest::newRow("all, by id") << QByteArray() << u"Boot Anorak Clog Dress"_s;
    QTest::newRow("category") << QByteArray("?category=shoes") << u"Boot Clog"_s;
    QTest::newRow("unknown category") << QByteArray("?category=hats") << QString();
    QTest::newRow("words in the name") << QByteArray("?q=BOO") << u"Boot"_s;
    QTest::newRow("words in the description") << QByteArray("?q=warm+wool") << u"Anorak"_s;
    QTest::newRow("category and words") << QByteArray("?category=shoes&q=clog") << u"Clog"_s;
    QTest::newRow("cheapest first") << QByteArray("?sort=price_asc") << u"Clog Boot Anorak Dress"_s;
    QTest::newRow("dearest first") << QByteArray("?sort=price_desc") << u"Anorak Boot Clog Dress"_s;
    QTest::newRow("by name") << QByteArray("?sort=name") << u"Anorak Boot Clog Dress"_s;
    QTest::newRow("newest first") << QByteArray("?sort=newest") << u"Dress Clog Anorak Boot"_s;
    QTest::newRow("sorted, then paged") << QByteArray("?sort=name&limit=1&page=2") << u"Boot"_s;
}

void TestProducts::listsByFilter()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QString, names);
    SampleShop shop;
    shop.makeProduct({{u"name"_s, u"Boot"_s}, {u"category"_s, u"shoes"_s}, {u"price"_s, 20}});
    shop.makeProduct({{u"name"_s, u"Anorak"_s}, {u"description"_s, u"Warm wool"_s}, {u"price"_s, 30}});
    shop.makeProduct({{u"name"_s, u"Clog"_s}, {u"category"_s, u"shoes"_s}, {u"price"_s, 10}});
    shop.makeProduct({{u"name"_s, u"Dress"_s}, {u"price"_s, QJsonValue()}});
    QCOMPARE(namesOf(shop.client().get("/products" + query)).join(u' '), names);
}

void TestProducts::refusesFaultyParameters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QStringList>("fields");
    QTest::newRow("unknown order") << QByteArray("sort=cheapest") << QStringList(u"sort"_s);
    QTest::newRow("limit of none") << QByteArray("limit=0") << QStringList(u"limit"_s);
    QTest::newRow("too large a page") << QByteArray("limit=101") << QStringList(u"limit"_s);
    QTest::newRow("page before the first") << QByteArray("page=0") << QStringList(u"page"_s);
    QTest::newRow("offset before the first") << QByteArray("offset=-1") << QStringList(u"offset"_s);
    QTest::newRow("no number") << QByteArray("limit=ten&page=two") << QStringList{u"limit"_s, u"page"_s};
    QTest::newRow("too many words") << "q=" + QByteArray(201, 'x') << QStringList(u"q"_s);
    QTest::newRow("too long a category") << "category=" + QByteArray(201, 'x') << QStringList(u"category"_s);
    QTest::newRow("unknown parameter") << QByteArray("colour=red") << QStringList(u"colour"_s);
    QTest::newRow("several faults") << QByteArray("sort=x&limit=0&colour=red")
                                    << QStringList{u"colour"_s, u"limit"_s, u"sort"_s};
}

void TestProducts::refusesFaultyParameters()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QStringList, fields);
    SampleShop shop;
    const auto reply = shop.client().get("/products?" + query);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.code(), u"VALIDATION_ERROR"_s);
    auto faulty = reply.faultyFields();
    faulty.sort();
    QCOMPARE(faulty, fields);
}

void TestProducts::asksTheDatabaseUntilTheBoardIsFilled()
{
    SampleShop shop;
    const auto boot = shop.makeProduct({{u"name"_s, u"Boot"_s}, {u"category"_s, u"shoes"_s}});
    shop.makeProduct({{u"name"_s, u"Anorak"_s}});
    shop.putIntoSale(boot, -60);
    const ColdServer cold(shop.service().context());
    ApiClient client(cold.port());
    const auto listed = client.get("/products?sort=name");
    QCOMPARE(namesOf(listed), (QStringList{u"Anorak"_s, u"Boot"_s}));
    QCOMPARE(listed.header("X-Cache"), "MISS");
    QCOMPARE(listed.body.value("meta"_L1).toObject().value("source"_L1).toString(), u"database"_s);
    // The same as from the board, to the letter.
    for (const QByteArray query : {"?category=shoes", "?q=boot&limit=1", "?sort=newest&page=2&limit=1"}) {
        const auto &name = "/products" + query;
        QCOMPARE(client.get(name).data(), shop.client().get(name).data());
    }
    QCOMPARE(client.get(target(boot)).data(), shop.client().get(target(boot)).data());
}

namespace {

/// One act, chosen at random, on the products there are.
void actAtRandom(SampleShop &shop, std::mt19937 &random, std::vector<qint64> &products)
{
    const auto anyOf = [&random](size_t count) {
        return std::uniform_int_distribution<size_t>(0, count - 1)(random);
    };
    const size_t index = products.empty() ? 0 : anyOf(products.size());
    switch (products.empty() ? 0 : anyOf(6)) {
    case 0:
        products.push_back(
            shop.makeProduct({{u"name"_s, u"n%1"_s.arg(random() % 5)}, {u"price"_s, int(random() % 9)}}));
        return;
    case 1:
    case 2:
        shop.client().post("/reservations", {{u"product_id"_s, products[index]}},
                           actingFor("c" + QByteArray::number(random() % 4)));
        return;
    case 3:
        shop.client().exchange("PATCH", target(products[index]),
                               R"({"name":"m)" + QByteArray::number(random() % 5) + R"("})",
                               {{"Content-Type", "application/json"}});
        return;
    case 4:
        shop.client().post(target(products[index], "/restock"), {{u"quantity"_s, 2}});
        return;
    default:
        if (shop.client().remove(target(products[index])).status < 300)
            products.erase(products.begin() + static_cast<qsizetype>(index));
    }
}

} // namespace

void TestProducts::listsWhatTheDatabaseWould()
{
    SampleShop shop;
    const ColdServer cold(shop.service().context());
    ApiClient database(cold.port());
    std::mt19937 random(7);
    std::vector<qint64> products;
    for (int step = 0; step < 60; ++step) {
        actAtRandom(shop, random, products);
        for (const QByteArray query : {"", "?limit=2&page=2", "?sort=price_desc&limit=3", "?q=m"}) {
            const auto &name = "/products" + query;
            const auto expected = database.get(name);
            QCOMPARE(expected.header("X-Cache"), "MISS");
            // Written, and kept.
            for (int round = 0; round < 2; ++round) {
                const auto listed = shop.client().get(name);
                QCOMPARE(listed.header("X-Cache"), "HIT");
                QCOMPARE(listed.data(), expected.data());
            }
        }
    }
    QVERIFY(products.size() > 2);
}

void TestProducts::listsASaleThatBeginsMeanwhile()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, 2);
    const auto listedPhase = [&] {
        const auto listed = shop.client().get("/products").items().first().toObject();
        return listed.value("sale"_L1).toObject().value("status"_L1).toString();
    };
    const auto revision = shop.service().context().board.revision();
    const auto first = listedPhase();
    QTRY_COMPARE(listedPhase(), u"live"_s);
    // Nothing but the time has moved; on a slow machine it had before we looked.
    if (first == u"scheduled"_s)
        QCOMPARE(shop.service().context().board.revision(), revision);
}

QTEST_GUILESS_MAIN(TestProducts)
#include "test_products.moc"
