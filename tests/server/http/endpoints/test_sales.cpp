// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Sales over HTTP: their life, who may hold when, what pauses do to holds, what edits may and may not.
class TestSales final : public QObject
{
    Q_OBJECT

private slots:
    void livesItsLife();
    void startsAndEndsOnTheSecond();
    void refusesActsOutOfPhase_data();
    void refusesActsOutOfPhase();
    void saysWhenToComeAgain_data();
    void saysWhenToComeAgain();
    void frozenHoldsKeepWhatTheyHadLeft();
    void frozenHoldsAreBoughtAndGivenBackButNotExtended();
    void cancellingReleasesTheHolds();
    void extends();
    void endsWithinFourDigitYears();
    void edits();
    void refusesStaleEdits();
    void refusesFaultyFields_data();
    void refusesFaultyFields();
    void movesOnlyWhatNobodyHolds();
    void keepsItsProductsWhenItIsOver();
    void listsByStatusAndPage();
    void tellsTheActiveOne();
    void otherServersKnowWithinASecond();
    void pausesUnderACrowd();
    void writesTheAuditLog();
};

namespace {

QJsonArray idsOf(std::initializer_list<qint64> products)
{
    QJsonArray ids;
    for (const auto product : products)
        ids.append(product);
    return ids;
}

QByteArray pathOf(const ApiReply &sale)
{
    return "/sales/" + QByteArray::number(sale.data().value("id"_L1).toInteger());
}

QByteArray makeSale(SampleShop &shop, std::initializer_list<qint64> products, QJsonObject fields = {})
{
    fields.insert(u"name"_s, u"Sale"_s);
    fields.insert(u"product_ids"_s, idsOf(products));
    const auto made = shop.client().post("/sales", fields);
    if (made.status != 201)
        qFatal("%s", made.raw.body.constData());
    return pathOf(made);
}

void require(const ApiReply &reply)
{
    if (reply.status != 200)
        qFatal("%d %s", reply.status, reply.raw.body.constData());
}

/// Live, open-ended.
QByteArray makeLiveSale(SampleShop &shop, std::initializer_list<qint64> products)
{
    const auto sale = makeSale(shop, products);
    require(shop.client().post(sale + "/start"));
    return sale;
}

/// By the server's idea of the database's clock, which lies some milliseconds behind
/// (StockBoard::clockDoubt): right after an act it is waited for.
QString statusOf(SampleShop &shop, const QByteArray &sale)
{
    return shop.client().get(sale).data().value("status"_L1).toString();
}

ApiReply tryToHold(SampleShop &shop, qint64 product, const QByteArray &customer)
{
    return shop.client().post("/reservations", {{u"product_id"_s, product}}, actingFor(customer));
}

QJsonObject holdOf(SampleShop &shop, const QString &reservation)
{
    return shop.client().get("/reservations/" + reservation.toLatin1()).data();
}

QString inSeconds(int seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(seconds).toString(Qt::ISODateWithMs);
}

ApiReply patch(SampleShop &shop, const QByteArray &sale, const QJsonObject &fields,
               const ApiHeaders &headers = {})
{
    return shop.client().exchange("PATCH", sale, toJson(fields), headers);
}

} // namespace

void TestSales::livesItsLife()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto made =
        shop.client().post("/sales", {{u"name"_s, u"Autumn"_s}, {u"productIds"_s, idsOf({product})}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.header("Location"), "/api/v1" + pathOf(made));
    QCOMPARE(made.header("ETag"), "\"1\"");
    QCOMPARE(made.data().value("status"_L1), u"draft"_s);
    QCOMPARE(made.data().value("products"_L1).toArray().size(), 1);
    QCOMPARE(tryToHold(shop, product, "ann").code(), u"DROP_NOT_ACTIVE"_s);
    const auto sale = pathOf(made);
    QCOMPARE(shop.client().get(sale).header("X-Cache"), "HIT");

    const auto started = shop.client().post(sale + "/start");
    QCOMPARE(started.data().value("status"_L1), u"live"_s);
    QCOMPARE(started.header("ETag"), "\"2\"");
    // On the board before the answer: no other moment would do.
    QCOMPARE(tryToHold(shop, product, "ann").status, 201);
    const auto paused = shop.client().post(sale + "/pause");
    QCOMPARE(paused.data().value("status"_L1), u"paused"_s);
    QCOMPARE(paused.data().value("holds_frozen"_L1), false);
    QCOMPARE(tryToHold(shop, product, "ben").code(), u"SALE_PAUSED"_s);
    QCOMPARE(shop.client().post(sale + "/resume").data().value("status"_L1), u"live"_s);
    QCOMPARE(tryToHold(shop, product, "ben").status, 201);
    const auto ended = shop.client().post(sale + "/end");
    QCOMPARE(ended.data().value("status"_L1), u"ended"_s);
    QCOMPARE(ended.data().value("version"_L1), 5);
    QCOMPARE(tryToHold(shop, product, "carl").code(), u"DROP_NOT_ACTIVE"_s);
    // What is held when it ends can be bought.
    const QJsonObject one{{u"product_id"_s, product}, {u"quantity"_s, 1}};
    QCOMPARE(shop.client().post("/checkout", one, actingFor("ben")).status, 201);
    QTRY_COMPARE(statusOf(shop, sale), u"ended"_s);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

// Nobody asks, and nothing but the database's clock decides.
void TestSales::startsAndEndsOnTheSecond()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto sale =
        makeSale(shop, {product}, {{u"starts_at"_s, inSeconds(2)}, {u"ends_at"_s, inSeconds(4)}});
    const auto early = tryToHold(shop, product, "ann");
    QCOMPARE(early.code(), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(early.details().value("status"_L1), u"scheduled"_s);
    const auto retry = early.header("Retry-After").toInt();
    QVERIFY2(retry >= 1 && retry <= 2, early.header("Retry-After"));
    QVERIFY(QTest::qWaitFor([&] { return tryToHold(shop, product, "ann").status == 201; }, 10'000));
    QTRY_COMPARE(statusOf(shop, sale), u"live"_s);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(shop, sale), u"ended"_s, 10'000);
    const auto late = tryToHold(shop, product, "ben");
    QCOMPARE(late.code(), u"DROP_NOT_ACTIVE"_s);
    QVERIFY(late.header("Retry-After").isNull());
    // Every hold was made inside the window.
    QVERIFY(shop.database().scalar<bool>(
        u"SELECT bool_and(r.created_at >= s.starts_at AND r.created_at < s.ends_at) "
        "FROM reservations r JOIN products p ON p.id = r.product_id JOIN sales s ON s.id = p.sale_id"_s));
}

void TestSales::refusesActsOutOfPhase_data()
{
    QTest::addColumn<QByteArrayList>("before");
    QTest::addColumn<QByteArrayList>("allowed");
    QTest::addColumn<QString>("status");
    const auto row = [](const char *name, const QByteArrayList &before, const QByteArrayList &allowed) {
        QTest::newRow(name) << before << allowed << QString::fromLatin1(name);
    };
    row("draft", {}, {"start", "cancel"});
    row("live", {"start"}, {"pause", "end", "cancel"});
    row("paused", {"start", "pause"}, {"resume", "end", "cancel"});
    row("ended", {"start", "end"}, {});
    row("cancelled", {"cancel"}, {});
}

void TestSales::refusesActsOutOfPhase()
{
    QFETCH(const QByteArrayList, before);
    QFETCH(const QByteArrayList, allowed);
    QFETCH(const QString, status);
    SampleShop shop;
    for (const QByteArray act : {"start", "pause", "resume", "extend", "end", "cancel"}) {
        const auto sale = makeSale(shop, {});
        for (const auto &each : before)
            require(shop.client().post(sale + '/' + each));
        const auto reply = act == "extend" ? shop.client().post(sale + "/extend", {{u"seconds"_s, 60}})
                                           : shop.client().post(sale + '/' + act);
        if (allowed.contains(act)) {
            QCOMPARE(reply.status, 200);
            continue;
        }
        QVERIFY2(reply.code() == u"CONFLICT"_s, reply.raw.body.constData());
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.details().value("status"_L1), status);
        QTRY_COMPARE(statusOf(shop, sale), status);
    }
    for (const QByteArray act : {"start", "pause", "resume", "end", "cancel"})
        QCOMPARE(shop.client().post("/sales/4711/" + act).code(), u"SALE_NOT_FOUND"_s);
}

void TestSales::saysWhenToComeAgain_data()
{
    QTest::addColumn<bool>("fromDatabase");
    QTest::newRow("the board") << false;
    QTest::newRow("the database") << true;
}

// A request for two products is none that the board answers.
void TestSales::saysWhenToComeAgain()
{
    QFETCH(const bool, fromDatabase);
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto other = shop.makeProduct();
    const auto ask = [&] {
        const QJsonObject item{{u"product_id"_s, product}, {u"quantity"_s, 1}};
        const QJsonObject second{{u"product_id"_s, other}, {u"quantity"_s, 1}};
        return fromDatabase
            ? shop.client().post("/reserve/bulk", {{u"items"_s, QJsonArray{item, second}}}, actingFor("ann"))
            : tryToHold(shop, product, "ann");
    };
    const auto retryOf = [&](const ApiReply &reply) {
        const auto items = reply.details().value("items"_L1).toArray();
        const auto details = fromDatabase ? items.first().toObject() : reply.details();
        return details.value("retry_after_seconds"_L1).toInteger();
    };
    const auto sale = makeSale(shop, {product}, {{u"starts_at"_s, inSeconds(100)}});
    const auto scheduled = ask();
    QCOMPARE(scheduled.code(), u"DROP_NOT_ACTIVE"_s);
    QVERIFY2(retryOf(scheduled) >= 90 && retryOf(scheduled) <= 100, scheduled.raw.body);
    require(shop.client().post(sale + "/start"));
    require(shop.client().post(sale + "/pause"));
    const auto paused = ask();
    QCOMPARE(paused.code(), u"SALE_PAUSED"_s);
    QCOMPARE(retryOf(paused), 5);
    QCOMPARE(paused.header("Retry-After"), fromDatabase ? paused.header("Retry-After") : QByteArray("5"));
    require(shop.client().post(sale + "/end"));
    QCOMPARE(retryOf(ask()), 0);
}

void TestSales::frozenHoldsKeepWhatTheyHadLeft()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 2}});
    const auto sale = makeLiveSale(shop, {product});
    const auto hold = shop.reserve(product, "ann");
    const auto paused = shop.client().post(sale + "/pause", {{u"freeze_holds"_s, true}});
    QCOMPARE(paused.data().value("holds_frozen"_L1), true);
    QCOMPARE(paused.data().value("affected_holds"_L1), 1);
    QVERIFY(paused.data().value("products"_L1).toArray().first().toObject().contains("sale"_L1));
    QTest::qWait(2'500); // it would be over by now
    const auto frozen = holdOf(shop, hold);
    QCOMPARE(frozen.value("status"_L1), u"active"_s);
    QCOMPARE(frozen.value("is_frozen"_L1), true);
    QVERIFY(frozen.value("expires_at"_L1).isNull());
    QVERIFY(frozen.value("expires_in_seconds"_L1).toInt() >= 1);
    const auto mine = shop.client().get("/reservations/me", actingFor("ann")).items();
    QCOMPARE(mine.size(), 1);
    QCOMPARE(mine.first().toObject().value("is_frozen"_L1), true);
    QCOMPARE(shop.stockOf(product).value("reserved_stock"_L1), 1);

    const auto resumed = shop.client().post(sale + "/resume");
    QCOMPARE(resumed.data().value("affected_holds"_L1), 1);
    const auto running = holdOf(shop, hold);
    QCOMPARE(running.value("is_frozen"_L1), false);
    QVERIFY(!running.value("expires_at"_L1).isNull());
    QTRY_COMPARE_WITH_TIMEOUT(shop.statusOf(hold), u"expired"_s, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(shop.stockOf(product).value("reserved_stock"_L1).toInt(), 0, 10'000);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestSales::frozenHoldsAreBoughtAndGivenBackButNotExtended()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto sale = makeLiveSale(shop, {product});
    const auto bought = shop.reserve(product, "ann");
    const auto given = shop.reserve(product, "ben");
    require(shop.client().post(sale + "/pause", {{u"freeze_holds"_s, true}}));
    const auto longer = shop.client().post("/reservations/" + given.toLatin1() + "/extend");
    QCOMPARE(longer.code(), u"SALE_PAUSED"_s);
    QCOMPARE(longer.header("Retry-After"), "5");
    QCOMPARE(shop.client().post("/checkout/" + bought.toLatin1()).status, 201);
    const auto cancelled = shop.client().remove("/reservations/" + given.toLatin1());
    QCOMPARE(cancelled.status, 200);
    const auto told = cancelled.data().value("reservation"_L1).toObject();
    QCOMPARE(told.value("status"_L1), u"cancelled"_s);
    QVERIFY(told.value("expires_at"_L1).isNull()); // nobody knows when it would have been
    QCOMPARE(told.value("is_frozen"_L1), false);
    QCOMPARE(shop.client().post(sale + "/resume").data().value("affected_holds"_L1), 0);
    QCOMPARE(shop.stockOf(product).value("available_stock"_L1), 9);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestSales::cancellingReleasesTheHolds()
{
    SampleShop shop;
    const auto one = shop.makeProduct();
    const auto other = shop.makeProduct();
    const auto foreign = shop.makeProduct();
    const auto sale = makeLiveSale(shop, {one, other});
    const QStringList holds{shop.reserve(one, "ann", 2), shop.reserve(one, "ben"),
                            shop.reserve(other, "ann")};
    const auto kept = shop.reserve(foreign, "ann");
    const auto tap = shop.service().feed().tap();
    const auto cancelled = shop.client().post(sale + "/cancel");
    QCOMPARE(cancelled.data().value("status"_L1), u"cancelled"_s);
    // Whoever looks on was told before the answer.
    const auto told = tap->take().changes;
    QVERIFY(told.sales.size() == 1 && told.sales.front().cancelledAt);
    QCOMPARE(std::ranges::count(told.holds, ReservationStatus::Released,
                                [](const HoldChange &hold) { return hold.reservation.status; }),
             3);
    QCOMPARE(cancelled.data().value("affected_holds"_L1), 3);
    for (const auto &hold : holds)
        QCOMPARE(shop.statusOf(hold), u"released"_s);
    QCOMPARE(shop.statusOf(kept), u"active"_s);
    // At once on this server's board, too.
    QCOMPARE(shop.stockOf(one).value("available_stock"_L1), 10);
    QCOMPARE(shop.stockOf(other).value("available_stock"_L1), 10);
    QCOMPARE(tryToHold(shop, one, "carl").code(), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestSales::extends()
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

void TestSales::endsWithinFourDigitYears()
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

void TestSales::edits()
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

void TestSales::refusesStaleEdits()
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

void TestSales::refusesFaultyFields_data()
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

void TestSales::refusesFaultyFields()
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

void TestSales::movesOnlyWhatNobodyHolds()
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

void TestSales::keepsItsProductsWhenItIsOver()
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

void TestSales::listsByStatusAndPage()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    makeSale(shop, {});
    makeLiveSale(shop, {product});
    makeSale(shop, {}, {{u"starts_at"_s, inSeconds(60)}});
    const auto all = shop.client().get("/sales");
    QCOMPARE(all.items().size(), 3);
    QCOMPARE(all.items().at(1).toObject().value("product_ids"_L1), idsOf({product}));
    const auto live = shop.client().get("/sales?status=live");
    QCOMPARE(live.items().size(), 1);
    QCOMPARE(live.items().first().toObject().value("id"_L1), 2);
    const auto page = shop.client().get("/sales?limit=2&page=2");
    QCOMPARE(page.items().size(), 1);
    QCOMPARE(page.data().value("pagination"_L1).toObject().value("total"_L1), 3);
    QCOMPARE(shop.client().get("/sales?limit=2&page=9").items().size(), 0);
    QCOMPARE(shop.client().get("/sales?status=open").faultyFields(), QStringList{u"status"_s});
    QCOMPARE(shop.client().get("/sales/4711").code(), u"SALE_NOT_FOUND"_s);
}

void TestSales::tellsTheActiveOne()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    QCOMPARE(shop.client().get("/flashsales/active").code(), u"NO_ACTIVE_SALE"_s);
    QCOMPARE(shop.client().get("/flashsales/active").status, 404);
    const auto first = makeLiveSale(shop, {});
    const auto second = makeSale(shop, {product});
    QCOMPARE(shop.client().get("/flashsales/active").data().value("id"_L1), 1);
    require(shop.client().post(second + "/start"));
    const auto active = shop.client().get("/flashsales/active");
    QCOMPARE(active.data().value("id"_L1), 2);
    QCOMPARE(active.data().value("products"_L1).toArray().first().toObject().value("id"_L1).toInteger(),
             product);
    // A drop is no flash sale, and a paused one is not live.
    QCOMPARE(
        shop.client()
            .post("/drops", {{u"name"_s, u"Drop"_s}, {u"total_stock"_s, 1}, {u"starts_at"_s, inSeconds(-1)}})
            .status,
        201);
    QCOMPARE(shop.client().get("/flashsales/active").data().value("id"_L1), 2);
    require(shop.client().post(second + "/pause"));
    QCOMPARE(shop.client().get("/flashsales/active").data().value("id"_L1), 1);
    require(shop.client().post(first + "/end"));
    QCOMPARE(shop.client().get("/flashsales/active").code(), u"NO_ACTIVE_SALE"_s);
}

void TestSales::otherServersKnowWithinASecond()
{
    SampleShop shop;
    TestServiceOptions options;
    options.beside = &shop.service();
    TestService beside(options);
    ApiClient other(beside.port());
    const auto product = shop.makeProduct();
    const auto sale = makeSale(shop, {product});
    const auto seen = [&] { return other.get(sale).data().value("status"_L1).toString(); };
    const auto knownWithin = [&](const QByteArray &act, const QString &status) {
        require(shop.client().post(sale + act));
        QElapsedTimer clock;
        clock.start();
        while (seen() != status && clock.elapsed() < 10'000)
            QTest::qWait(5);
        return clock.elapsed();
    };
    QTRY_COMPARE_WITH_TIMEOUT(seen(), u"draft"_s, 10'000);
    // Until its board knows the sale it asks the database.
    QTRY_COMPARE_WITH_TIMEOUT(other.get(sale).header("X-Cache"), "HIT", 10'000);
    qint64 slowest = 0;
    for (const auto &[act, status] : {std::pair("/start", u"live"_s), std::pair("/pause", u"paused"_s),
                                      std::pair("/resume", u"live"_s), std::pair("/cancel", u"cancelled"_s)})
        slowest = std::max(slowest, knownWithin(act, status));
    qInfo("the other server knew after %lld ms at most", slowest);
    // A second on a machine with nothing else to do; ten here say that it is told at all.
    QVERIFY(slowest < 10'000);
    QCOMPARE(other.post("/reservations", {{u"product_id"_s, product}}, actingFor("ann")).code(),
             u"DROP_NOT_ACTIVE"_s);
}

// Every act gets through, and once a pause is answered nobody holds any more, through neither of two servers.
void TestSales::pausesUnderACrowd()
{
    SampleShop shop;
    TestServiceOptions options;
    options.beside = &shop.service();
    TestService beside(options);
    const auto product = shop.makeProduct({{u"total_stock"_s, 1'000'000}});
    const auto sale = makeLiveSale(shop, {product});
    std::atomic<bool> isOver = false;
    std::atomic<int> held = 0;
    std::vector<std::jthread> crowd;
    for (int member = 0; member < 4; ++member) {
        crowd.emplace_back([&, member] {
            ApiClient client(member % 2 == 0 ? shop.service().port() : beside.port());
            const QByteArray name = "member" + QByteArray::number(member) + QByteArray("-");
            for (int count = 0; !isOver; ++count) {
                const auto reply = client.post("/reservations", {{u"product_id"_s, product}},
                                               actingFor(name + QByteArray::number(count)));
                held += reply.status == 201 ? 1 : 0;
            }
        });
    }
    const auto holds = [&] { return shop.database().scalar<qint64>(u"SELECT count(*) FROM reservations"_s); };
    for (int turn = 0; turn < 8; ++turn) {
        const auto before = held.load();
        QVERIFY(QTest::qWaitFor([&] { return held > before + 10; }, 30'000));
        const auto paused = shop.client().post(sale + "/pause", {{u"freeze_holds"_s, turn % 2 == 0}});
        QCOMPARE(paused.status, 200);
        const auto counted = holds();
        QTest::qWait(50);
        QCOMPARE(holds(), counted);
        QCOMPARE(shop.client().post(sale + "/resume").status, 200);
    }
    isOver = true;
    crowd.clear();
    QCOMPARE(holds(), held.load());
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestSales::writesTheAuditLog()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 60}});
    const auto sale = makeSale(shop, {product});
    for (const QByteArray act : {"/start", "/pause", "/resume"})
        require(shop.client().post(sale + act));
    QCOMPARE(shop.client().post(sale + "/start").status, 409); // refused: no line
    require(patch(shop, sale, {{u"ends_at"_s, inSeconds(60)}}));
    require(shop.client().post(sale + "/extend", {{u"seconds"_s, 60}}));
    shop.reserve(product, "ann");
    require(shop.client().post(sale + "/cancel"));
    QCOMPARE(shop.database().column(
                 u"SELECT action || ' ' || subject FROM audit_log WHERE action LIKE 'sale.%' ORDER BY id"_s),
             (QStringList{u"sale.create sale:1"_s, u"sale.start sale:1"_s, u"sale.pause sale:1"_s,
                          u"sale.resume sale:1"_s, u"sale.edit sale:1"_s, u"sale.extend sale:1"_s,
                          u"sale.cancel sale:1"_s}));
    QCOMPARE(shop.database().scalar<int>(
                 u"SELECT (detail ->> 'holds')::integer FROM audit_log WHERE action = 'sale.cancel'"_s),
             1);
}

QTEST_GUILESS_MAIN(TestSales)
#include "test_sales.moc"
