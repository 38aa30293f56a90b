// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"
#include "tests/server/http/endpoints/sale_calls.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Drops over HTTP: a product with a sale of its own, and who bought it last.
class TestDrops final : public QObject
{
    Q_OBJECT

private slots:
    void isMadeInOneGo();
    void refusesFaultyFields();
    void isReservedAndPurchased();
    void listsTheLatestPurchasers();
    void listsManyDrops();
    void namesAreMasked();
    void knowsOnlyDrops();
    void keepsItsProduct();
};

namespace {

QJsonObject dropFields(const QJsonObject &more = {})
{
    QJsonObject fields{{u"name"_s, u"Drop"_s}, {u"total_stock"_s, 10}, {u"price"_s, 12.5}};
    for (auto field = more.begin(); field != more.end(); ++field)
        fields.insert(field.key(), field.value());
    return fields;
}

qint64 makeDrop(SampleShop &shop, const QJsonObject &more = {})
{
    const auto made = shop.client().post("/drops", dropFields(more));
    if (made.status != 201)
        qFatal("%s", made.raw.body.constData());
    return made.data().value("id"_L1).toInteger();
}

qint64 makeLiveDrop(SampleShop &shop)
{
    return makeDrop(shop, {{u"starts_at"_s, inSeconds(-5)}});
}

QStringList purchasersOf(const QJsonObject &drop)
{
    QStringList names;
    const auto feed = drop.value("activity_feed"_L1).toObject().value("latest_purchasers"_L1).toArray();
    for (const auto &purchaser : feed)
        names.append(purchaser.toObject().value("username"_L1).toString());
    return names;
}

QByteArray dropPath(qint64 drop)
{
    return "/drops/" + QByteArray::number(drop);
}

} // namespace

void TestDrops::isMadeInOneGo()
{
    SampleShop shop;
    const auto made = shop.client().post(
        "/drops", dropFields({{u"starts_at"_s, inSeconds(60)}, {u"ends_at"_s, inSeconds(90)}}));
    QCOMPARE(made.status, 201);
    QCOMPARE(made.header("Location"), "/api/v1/drops/1");
    QCOMPARE(made.header("ETag"), "\"1\"");
    QCOMPARE(made.data().value("status"_L1), u"scheduled"_s);
    QCOMPARE(made.data().value("available_stock"_L1), 10);
    QCOMPARE(made.data().value("sale"_L1).toObject().value("name"_L1), u"Drop"_s);
    QCOMPARE(purchasersOf(made.data()), QStringList());
    // Everywhere at once on this server: among drops, products and sales.
    QCOMPARE(shop.client().get("/drops/1").data().value("status"_L1), u"scheduled"_s);
    QCOMPARE(shop.client().get("/products/1").data().value("sale"_L1).toObject().value("status"_L1),
             u"scheduled"_s);
    QCOMPARE(shop.client().get("/sales/1").data().value("is_drop"_L1), true);
    QCOMPARE(shop.database().column(u"SELECT action || ' ' || subject FROM audit_log"_s),
             QStringList{u"drop.create product:1"_s});
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestDrops::refusesFaultyFields()
{
    SampleShop shop;
    const auto faulty = shop.client().post("/drops", {{u"name"_s, u""_s}, {u"starts_at"_s, u"now"_s}});
    QCOMPARE(faulty.status, 422);
    QCOMPARE(faulty.faultyFields(), (QStringList{u"name"_s, u"total_stock"_s, u"starts_at"_s}));
    const auto window = shop.client().post("/drops", dropFields({{u"ends_at"_s, inSeconds(90)}}));
    QCOMPARE(window.faultyFields(), QStringList{u"starts_at"_s});
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM products"_s), 0);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM sales"_s), 0);
}

void TestDrops::isReservedAndPurchased()
{
    SampleShop shop;
    const auto drop = makeDrop(shop);
    const auto early = shop.client().post(dropPath(drop) + "/reserve", QJsonObject(), actingFor("ann"));
    QCOMPARE(early.code(), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(shop.client().post("/sales/1/start").status, 200);
    QCOMPARE(shop.client().post(dropPath(drop) + "/reserve", QJsonObject(), actingFor("ann")).status, 201);
    QCOMPARE(shop.client().post(dropPath(drop) + "/purchase", QJsonObject(), actingFor("ann")).status, 201);
    QCOMPARE(shop.client().get(dropPath(drop)).data().value("sold_stock"_L1), 1);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT sale_id FROM order_items"_s), 1);
}

void TestDrops::listsTheLatestPurchasers()
{
    SampleShop shop;
    const auto busy = makeLiveDrop(shop);
    const auto quiet = makeLiveDrop(shop);
    shop.makeProduct(); // no drop
    for (const QByteArray customer : {"ann", "ben", "carl", "dora"})
        shop.buy(busy, customer);
    shop.buy(quiet, "eve");
    const auto drops = shop.client().get("/drops").items();
    QCOMPARE(drops.size(), 2);
    QCOMPARE(purchasersOf(drops[0].toObject()), (QStringList{u"dora"_s, u"carl"_s, u"ben"_s}));
    QCOMPARE(purchasersOf(drops[1].toObject()), QStringList{u"eve"_s});
    QCOMPARE(purchasersOf(shop.client().get(dropPath(busy)).data()),
             (QStringList{u"dora"_s, u"carl"_s, u"ben"_s}));
    const auto page = shop.client().get("/drops?limit=1&page=2&status=live");
    QCOMPARE(page.items().size(), 1);
    QCOMPARE(page.data().value("pagination"_L1).toObject().value("total"_L1), 2);
    QCOMPARE(shop.client().get("/drops?status=ended").items().size(), 0);
}

void TestDrops::listsManyDrops()
{
    SampleShop shop;
    for (int count = 0; count < 30; ++count)
        shop.buy(makeLiveDrop(shop), "ann" + QByteArray::number(count));
    const auto drops = shop.client().get("/drops?limit=100").items();
    QCOMPARE(drops.size(), 30);
    for (qsizetype index = 0; index < drops.size(); ++index)
        QCOMPARE(purchasersOf(drops[index].toObject()), QStringList{u"ann%1"_s.arg(index)});
}

void TestDrops::namesAreMasked()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const auto drop = makeLiveDrop(shop);
    const auto held = shop.client().post(dropPath(drop) + "/reserve", QJsonObject(), actingFor("zoe"));
    QCOMPARE(held.status, 201);
    QCOMPARE(shop.client().post(dropPath(drop) + "/purchase", QJsonObject(), actingFor("zoe")).status, 201);
    ApiClient stranger(shop.service().port());
    for (const auto &target : {QByteArray("/drops"), dropPath(drop)}) {
        const auto told = stranger.get(target);
        QVERIFY2(!told.raw.body.contains("zoe"), told.raw.body);
        QVERIFY2(told.raw.body.contains("z***"), told.raw.body);
        QVERIFY(shop.client().get(target).raw.body.contains("zoe"));
    }
    QCOMPARE(stranger.post("/drops", dropFields()).status, 401);
}

void TestDrops::knowsOnlyDrops()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    QCOMPARE(shop.client().get(dropPath(product)).code(), u"DROP_NOT_FOUND"_s);
    QCOMPARE(shop.client().get(dropPath(4711)).code(), u"DROP_NOT_FOUND"_s);
    shop.putIntoSale(product, -1);
    QCOMPARE(shop.client().get(dropPath(product)).code(), u"DROP_NOT_FOUND"_s);
    QCOMPARE(shop.client().get("/drops").items().size(), 0);
}

void TestDrops::keepsItsProduct()
{
    SampleShop shop;
    makeDrop(shop);
    const auto emptied = shop.client().exchange("PATCH", "/sales/1", R"({"product_ids":[]})", {});
    QCOMPARE(emptied.status, 422);
    QCOMPARE(emptied.faultyFields(), QStringList{u"product_ids"_s});
    const auto longer = shop.client().exchange(
        "PATCH", "/sales/1", toJson({{u"starts_at"_s, inSeconds(9)}, {u"product_ids"_s, QJsonArray{1}}}), {});
    QCOMPARE(longer.status, 200);
    QCOMPARE(shop.client().get("/drops/1").data().value("status"_L1), u"scheduled"_s);
}

QTEST_GUILESS_MAIN(TestDrops)
#include "test_drops.moc"
