// SPDX-License-Identifier: GPL-3.0-only
#include "desk/desk.h"
#include "tests/server/stock/stock_server.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the operator does with sales: by the same acts as the API, with a line in the audit log each, and
/// shown before it is told.
class TestDeskSales final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void livesItsLife();
    void movesProducts();
    void stopsTheClocksOfHolds();
    void cancelsAndReleases();
    void tellsWhyNot();
    void everyActHasItsLine();
    void saysWhenTheDatabaseIsAway();

private:
    template <typename Ask>
    SaleActResult act(Ask ask);
    SaleId open(const std::vector<ProductId> &products);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<StockServer> m_server;
    std::unique_ptr<StockLanes> m_lanes;
    std::unique_ptr<Desk> m_desk;
};

namespace {

constexpr int patienceMs = 30'000;

QString codeOf(const SaleActResult &result)
{
    return result.refusal ? QString(errorName(result.refusal->code)) : u"done"_s;
}

} // namespace

void TestDeskSales::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_database = std::make_unique<TestDatabase>();
    m_server = std::make_unique<StockServer>(m_database->settings());
    m_server->start();
    m_lanes = std::make_unique<StockLanes>(m_server->surroundings().get(), 1);
    m_lanes->start();
    m_desk = std::make_unique<Desk>(m_server->surroundings().get(), *m_lanes,
                                    Desk::Listeners{.snapshotBegins = [] {},
                                                    .snapshotRead = [](const ChangeSet &) {},
                                                    .audited = [](const std::vector<AuditFault> &) {},
                                                    .auditFailed = [](const QString &) {}});
    m_desk->start();
}

void TestDeskSales::cleanup()
{
    m_desk.reset();
    m_lanes.reset();
    m_server.reset();
    m_database.reset();
}

/// What came of an act.
template <typename Ask>
SaleActResult TestDeskSales::act(Ask ask)
{
    QSignalSpy spy(m_desk.get(), &Desk::saleActed);
    ask(*m_desk);
    if (!QTest::qWaitFor([&] { return spy.count() > 0; }, patienceMs))
        qFatal("nothing came of it");
    return spy[0][0].value<SaleActResult>();
}

SaleId TestDeskSales::open(const std::vector<ProductId> &products)
{
    const auto made = act([&](Desk &desk) { desk.createSale({u"Sale"_s, {}, {}, products}); });
    const auto sale = made.sale.value().id;
    if (codeOf(act([&](Desk &desk) { desk.startSale(sale); })) != u"done")
        qFatal("the sale did not start");
    return sale;
}

void TestDeskSales::livesItsLife()
{
    const auto made = act([](Desk &desk) { desk.createSale({u"Autumn"_s, {}, {}, {}}); });
    QCOMPARE(made.act, SaleAct::Create);
    QCOMPARE(codeOf(made), u"done"_s);
    QCOMPARE(made.sale->name, u"Autumn"_s);
    const auto sale = made.sale->id;
    const auto phaseAfter = [&](const SaleActResult &result) {
        return result.sale->phaseAt(m_server->surroundings().clock().now() + 1s);
    };
    QCOMPARE(phaseAfter(made), SalePhase::Draft);
    QCOMPARE(phaseAfter(act([&](Desk &desk) { desk.startSale(sale); })), SalePhase::Live);
    QCOMPARE(phaseAfter(act([&](Desk &desk) { desk.pauseSale(sale, false); })), SalePhase::Paused);
    QCOMPARE(phaseAfter(act([&](Desk &desk) { desk.resumeSale(sale); })), SalePhase::Live);
    const auto end = m_server->surroundings().clock().now() + 1h;
    const auto limited = act([&](Desk &desk) { desk.editSale(sale, {.endsAt = std::optional(end)}); });
    QVERIFY(limited.sale->endsAt == end);
    const auto later = act([&](Desk &desk) { desk.extendSale(sale, end + 1h); });
    QVERIFY(later.sale->endsAt == end + 1h);
    QCOMPARE(phaseAfter(act([&](Desk &desk) { desk.endSale(sale); })), SalePhase::Ended);
    // Shown before it was told.
    QVERIFY(m_server->board().sales().front().endsAt < end);
}

void TestDeskSales::movesProducts()
{
    const auto first = addProduct(*m_database);
    const auto second = addProduct(*m_database);
    const auto sale = open({first});
    const auto moved = act([&](Desk &desk) { desk.moveProducts(sale, {second}); });
    QCOMPARE(codeOf(moved), u"done"_s);
    QCOMPARE(m_database->column(u"SELECT id::text FROM products WHERE sale_id IS NOT NULL"_s),
             QStringList{second.text()});
    bool isShown = false;
    for (const auto &changes : m_server->surroundings().takePublished())
        isShown |= changes.products.size() == 2 && changes.products.back().sale == sale;
    QVERIFY(isShown);
}

void TestDeskSales::stopsTheClocksOfHolds()
{
    const auto product = addProduct(*m_database);
    const auto sale = open({product});
    const auto held = m_server->ask(reserve(newcomer(u"ann"_s), product)).value();
    m_server->surroundings().takePublished();
    const auto paused = act([&](Desk &desk) { desk.pauseSale(sale, true); });
    QCOMPARE(paused.holds, 1);
    QVERIFY(paused.sale->holdsFrozenAt);
    bool isShown = false;
    for (const auto &changes : m_server->surroundings().takePublished()) {
        for (const auto &hold : changes.holds)
            isShown |=
                hold.reservation.id == held.holds.front().reservation.id && hold.reservation.frozenLeft;
    }
    QVERIFY(isShown);
    QCOMPARE(act([&](Desk &desk) { desk.resumeSale(sale); }).holds, 1);
}

void TestDeskSales::cancelsAndReleases()
{
    const auto product = addProduct(*m_database);
    const auto sale = open({product});
    QVERIFY(m_server->ask(reserve(newcomer(u"ann"_s), product, 3)));
    QCOMPARE(act([&](Desk &desk) { desk.cancelSale(sale); }).holds, 1);
    QCOMPARE(levelOf(*m_database, product), (StockLevel{100, 100, 0, 0}));
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestDeskSales::tellsWhyNot()
{
    const auto sale = open({});
    const auto again = act([&](Desk &desk) { desk.startSale(sale); });
    QCOMPARE(codeOf(again), u"CONFLICT"_s);
    QVERIFY(again.refusal->message.contains(u"live"_s));
    QCOMPARE(again.sale.value().id, sale); // as it is now
    const auto unknown = act([](Desk &desk) { desk.endSale(SaleId::from(4711).value()); });
    QCOMPARE(codeOf(unknown), u"SALE_NOT_FOUND"_s);
    QVERIFY(!unknown.sale);
    const auto stale =
        act([&](Desk &desk) { desk.editSale(sale, {.name = u"B"_s, .versions = std::vector<qint64>{1}}); });
    QCOMPARE(codeOf(stale), u"VERSION_CONFLICT"_s);
    const auto foreign = act([](Desk &desk) {
        desk.createSale({u"Sale"_s, {}, {}, {ProductId::from(4711).value()}});
    });
    QCOMPARE(codeOf(foreign), u"VALIDATION_ERROR"_s);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM sales"_s), 1);
}

void TestDeskSales::everyActHasItsLine()
{
    const auto sale = open({});
    act([&](Desk &desk) { desk.pauseSale(sale, true); });
    act([&](Desk &desk) { desk.pauseSale(sale, true); }); // refused
    act([&](Desk &desk) { desk.cancelSale(sale); });
    QCOMPARE(m_database->column(
                 u"SELECT concat_ws(' ', actor_role, action, subject) FROM audit_log ORDER BY id"_s),
             (QStringList{u"operator sale.create sale:1"_s, u"operator sale.start sale:1"_s,
                          u"operator sale.pause sale:1"_s, u"operator sale.cancel sale:1"_s}));
    // No act without its line.
    m_database->exec(u"ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (id < 5)"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not changed"_s));
    QCOMPARE(codeOf(act([](Desk &desk) { desk.createSale({u"Lost"_s, {}, {}, {}}); })), u"DB_UNAVAILABLE"_s);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM sales"_s), 1);
}

void TestDeskSales::saysWhenTheDatabaseIsAway()
{
    const auto sale = open({});
    m_desk->stop();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not changed"_s));
    const auto refused = act([&](Desk &desk) { desk.endSale(sale); });
    QCOMPARE(codeOf(refused), u"DB_UNAVAILABLE"_s);
    QVERIFY(!refused.sale);
}

QTEST_GUILESS_MAIN(TestDeskSales)
#include "test_sales.moc"
