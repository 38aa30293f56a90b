// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sale_calls.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What pauses and the cancel of a sale do to holds, over HTTP.
class TestSaleHolds final : public QObject
{
    Q_OBJECT

private slots:
    void frozenHoldsKeepWhatTheyHadLeft();
    void frozenHoldsAreBoughtAndGivenBackButNotExtended();
    void cancellingReleasesTheHolds();
    void pausesUnderACrowd();
};

namespace {

QJsonObject holdOf(SampleShop &shop, const QString &reservation)
{
    return shop.client().get("/reservations/" + reservation.toLatin1()).data();
}

} // namespace

void TestSaleHolds::frozenHoldsKeepWhatTheyHadLeft()
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

void TestSaleHolds::frozenHoldsAreBoughtAndGivenBackButNotExtended()
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

void TestSaleHolds::cancellingReleasesTheHolds()
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

// Every act gets through, and once a pause is answered nobody holds any more, through neither of two servers.
void TestSaleHolds::pausesUnderACrowd()
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

QTEST_GUILESS_MAIN(TestSaleHolds)
#include "test_sale_holds.moc"
