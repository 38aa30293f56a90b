// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sale_calls.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Edits of sales over HTTP: what may be changed, when, and to what.
class TestSaleEditing final : public QObject
{
    Q_OBJECT

private slots:
    void extends();
    void endsWithinFourDigitYears();
    void edits();
    void refusesStaleEdits();
    void refusesFaultyFields_data();
    void refusesFaultyFields();
    void movesOnlyWhatNobodyHolds();
    void keepsItsProductsWhenItIsOver();
};

void TestSaleEditing::extends()
{
    SampleShop shop;
    const auto sale = makeSale(shop, {}, {{u"starts_at"_s, inSeconds(100)}, {u"ends_at"_s, inSeconds(200)}});
    const auto end = fromIsoText(shop.client().get(sale).data().value("ends_at"_L1).toString()).value();
    const auto longer = shop.client().post(sale + "/extend", {{u"seconds"_s, 60}});
    QVERIFY(fromIsoText(longer.data().value("ends_at"_L1).toString()).value()
            == end + std::chrono::seconds(60));
    const auto moment = inSeconds(1'000);
    const auto later = shop.client().post(sale + "/extend", {{u"ends_at"_s, moment}});
    QCOMPARE(later.data().value("ends_at"_L1), moment);
    const auto earlier = shop.client().post(sale + "/extend", {{u"ends_at"_s, inSeconds(500)}});
    QCOMPARE(earlier.code(), u"CONFLICT"_s);
    QCOMPARE(earlier.details().value("ends_at"_L1), moment);
    QVERIFY(earlier.raw.body.contains(QByteArray("it ends at " + moment.toLatin1())));
    const auto endless = makeSale(shop, {}, {{u"starts_at"_s, inSeconds(-1)}});
    QVERIFY(shop.client().post(endless + "/extend", {{u"seconds"_s, 60}}).raw.body.contains("has no end"));
    const auto draft = makeSale(shop, {}, {});
    QVERIFY(shop.client().post(draft + "/extend", {{u"seconds"_s, 60}}).raw.body.contains("it is draft"));
    QCOMPARE(shop.client().post(sale + "/extend", QJsonObject()).faultyFields(), QStringList{u"ends_at"_s});
    const auto both = shop.client().post(sale + "/extend", {{u"ends_at"_s, moment}, {u"seconds"_s, 1}});
    QCOMPARE(both.faultyFields(), QStringList{u"seconds"_s});
}

void TestSaleEditing::endsWithinFourDigitYears()
{
    SampleShop shop;
    const auto last = u"9999-12-31T23:59:58.000Z"_s;
    const auto sale = makeSale(shop, {}, {{u"starts_at"_s, inSeconds(-1)}, {u"ends_at"_s, last}});
    const auto beyond = shop.client().post(sale + "/extend", {{u"seconds"_s, 2}});
    QCOMPARE(beyond.code(), u"CONFLICT"_s);
    QCOMPARE(beyond.details().value("ends_at"_L1), last);
    const auto within = shop.client().post(sale + "/extend", {{u"seconds"_s, 1}});
    QCOMPARE(within.data().value("ends_at"_L1), u"9999-12-31T23:59:59.000Z"_s);
}

void TestSaleEditing::edits()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct();
    const auto sale = makeSale(shop, {one});
    const auto edited = patch(
        shop, sale,
        {{u"name"_s, u"Winter"_s}, {u"starts_at"_s, inSeconds(50)}, {u"product_ids"_s, idsOf({other})}});
    QCOMPARE(edited.status, 200);
    QCOMPARE(edited.data().value("name"_L1), u"Winter"_s);
    QCOMPARE(edited.data().value("status"_L1), u"scheduled"_s);
    QCOMPARE(edited.data().value("products"_L1).toArray().first().toObject().value("id"_L1).toInteger(),
             other);
    // The listing of this server shows at once who moved.
    QVERIFY(shop.stockOf(one).value("sale"_L1).isNull());
    QCOMPARE(shop.stockOf(other).value("sale"_L1).toObject().value("name"_L1), u"Winter"_s);
    QCOMPARE(tryToHold(shop, one, "ann").status, 201);
    // Taken away again it is a draft.
    QCOMPARE(patch(shop, sale, {{u"starts_at"_s, QJsonValue()}}).data().value("status"_L1), u"draft"_s);
    require(shop.client().post(sale + "/start"));
    QCOMPARE(patch(shop, sale, {{u"starts_at"_s, inSeconds(9)}}).code(), u"CONFLICT"_s);
    const auto started = shop.client().get(sale).data().value("starts_at"_L1);
    QCOMPARE(patch(shop, sale, {{u"starts_at"_s, started}}).status, 200); // no change
    require(shop.client().post(sale + "/end"));
    QCOMPARE(patch(shop, sale, {{u"ends_at"_s, inSeconds(99)}}).code(), u"CONFLICT"_s);
    QCOMPARE(patch(shop, sale, {{u"name"_s, u"Over"_s}}).data().value("name"_L1), u"Over"_s);
}

void TestSaleEditing::refusesStaleEdits()
{
    SampleShop shop;
    const auto sale = makeSale(shop, {});
    QCOMPARE(patch(shop, sale, {{u"name"_s, u"A"_s}}, {{"If-Match", "\"1\""}}).header("ETag"), "\"2\"");
    const auto stale = patch(shop, sale, {{u"name"_s, u"B"_s}}, {{"If-Match", "\"1\""}});
    QCOMPARE(stale.status, 412);
    QCOMPARE(stale.code(), u"VERSION_CONFLICT"_s);
    QCOMPARE(stale.details().value("version"_L1), 2);
    QCOMPARE(patch(shop, sale, {{u"name"_s, u"B"_s}, {u"version"_s, 1}}).code(), u"VERSION_CONFLICT"_s);
    QCOMPARE(patch(shop, sale, {{u"name"_s, u"C"_s}, {u"version"_s, 2}}).status, 200);
    QCOMPARE(patch(shop, "/sales/4711", {{u"name"_s, u"C"_s}}).code(), u"SALE_NOT_FOUND"_s);
}

void TestSaleEditing::refusesFaultyFields_data()
{
    QTest::addColumn<QJsonObject>("fields");
    QTest::addColumn<QStringList>("faulty");
    const auto row = [](const char *name, QJsonObject fields, const QStringList &faulty) {
        if (!fields.contains("name"_L1))
            fields.insert(u"name"_s, u"Sale"_s);
        QTest::newRow(name) << fields << faulty;
    };
    row("no name", {{u"name"_s, u""_s}}, {u"name"_s});
    row("end without start", {{u"ends_at"_s, inSeconds(60)}}, {u"starts_at"_s});
    row("end before start", {{u"starts_at"_s, inSeconds(60)}, {u"ends_at"_s, inSeconds(30)}}, {u"ends_at"_s});
    row("end has passed", {{u"starts_at"_s, inSeconds(-60)}, {u"ends_at"_s, inSeconds(-30)}}, {u"ends_at"_s});
    row("no moment", {{u"starts_at"_s, u"tomorrow"_s}}, {u"starts_at"_s});
    row("unknown products", {{u"product_ids"_s, idsOf({98, 99})}}, {u"product_ids"_s, u"product_ids"_s});
    row("everything at once", {{u"ends_at"_s, inSeconds(60)}, {u"product_ids"_s, idsOf({99})}},
        {u"starts_at"_s, u"product_ids"_s});
    row("a drop", {{u"product_ids"_s, idsOf({1})}}, {u"product_ids"_s});
    row("an archived product", {{u"product_ids"_s, idsOf({2})}}, {u"product_ids"_s});
}

void TestSaleEditing::refusesFaultyFields()
{
    QFETCH(const QJsonObject, fields);
    QFETCH(const QStringList, faulty);
    SampleShop shop;
    QCOMPARE(shop.client().post("/drops", {{u"name"_s, u"Drop"_s}, {u"total_stock"_s, 1}}).status, 201);
    QCOMPARE(shop.makeProduct(), 2);
    QCOMPARE(shop.client().remove("/products/2").status, 204);
    const auto reply = shop.client().post("/sales", fields);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.faultyFields(), faulty);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM sales"_s), 1);
}

void TestSaleEditing::movesOnlyWhatNobodyHolds()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 2}});
    const auto sale = makeLiveSale(shop, {product});
    const auto hold = shop.reserve(product, "ann", 3);
    const auto into =
        shop.client().post("/sales", {{u"name"_s, u"B"_s}, {u"product_ids"_s, idsOf({product})}});
    QCOMPARE(into.code(), u"STOCK_IN_USE"_s);
    const auto products = into.details().value("products"_L1).toArray();
    QCOMPARE(products.first().toObject().value("reserved_stock"_L1), 3);
    QCOMPARE(patch(shop, sale, {{u"product_ids"_s, QJsonArray()}}).code(), u"STOCK_IN_USE"_s);
    QCOMPARE(patch(shop, sale, {{u"product_ids"_s, idsOf({product})}}).status, 200); // it stays where it is
    // A hold that is over stands in nobody's way.
    QTRY_COMPARE_WITH_TIMEOUT(shop.statusOf(hold), u"expired"_s, 10'000);
    QCOMPARE(patch(shop, sale, {{u"product_ids"_s, QJsonArray()}}).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(shop.stockOf(product).value("available_stock"_L1).toInt(), 10, 10'000);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestSaleEditing::keepsItsProductsWhenItIsOver()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct();
    const auto sale = makeLiveSale(shop, {one});
    require(shop.client().post(sale + "/end"));
    for (const auto &products : {idsOf({one, other}), idsOf({}), idsOf({other})}) {
        const auto reply = patch(shop, sale, {{u"product_ids"_s, products}});
        QCOMPARE(reply.code(), u"CONFLICT"_s);
        QCOMPARE(reply.details().value("status"_L1), u"ended"_s);
    }
    QCOMPARE(tryToHold(shop, other, "ada").status, 201);
    // What changes nothing is no change; its name can be changed, and another sale may take its product.
    require(patch(shop, sale, {{u"product_ids"_s, idsOf({one})}, {u"name"_s, u"Over"_s}}));
    makeLiveSale(shop, {one});
    QCOMPARE(tryToHold(shop, one, "bob").status, 201);
}

QTEST_GUILESS_MAIN(TestSaleEditing)
#include "test_sale_editing.moc"
