// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/sales_page/sale_products_model.h"
#include "ui/sales_page/sales_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// As the table groups them.
int groupOf(SalePhase phase)
{
    const SalePhase order[] = {SalePhase::Live,  SalePhase::Paused, SalePhase::Scheduled,
                               SalePhase::Draft, SalePhase::Ended,  SalePhase::Cancelled};
    return std::max(0, static_cast<int>(std::ranges::find(order, phase) - std::begin(order)) - 1);
}

/// Of any phase, now or soon.
Sale randomSale(QRandomGenerator &random, qint64 id, qint64 version, Instant now)
{
    const auto upTo = [&random](int bound) { return std::chrono::seconds(random.bounded(bound)); };
    Sale sale = plainSale(id, QString::number(id), now);
    sale.version = version;
    sale.startsAt = random.bounded(5) == 0 ? std::nullopt : std::optional(now - 60s + upTo(120));
    const bool hasEnd = sale.startsAt && random.bounded(3) > 0;
    sale.endsAt = hasEnd ? std::optional(*sale.startsAt + 1s + upTo(90)) : std::nullopt;
    sale.pausedAt = sale.startsAt && random.bounded(4) == 0 ? std::optional(now) : std::nullopt;
    sale.cancelledAt = random.bounded(10) == 0 ? std::optional(now - upTo(50)) : std::nullopt;
    return sale;
}

const Instant start = instantFromMicroseconds(1'800'000'000'000'000);

} // namespace

class SalesModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_test.reset(); }
    void whatOneMayActOnComesFirst();
    void waitsForTheDatabasesClock();
    void aPhaseChangesByTheClockAlone();
    void pausingChangesTheRowInPlace();
    void theSameSalesRaiseNoSignal();
    void anOlderVersionChangesNothing();
    void aSnapshotForgetsWhatIsGone();
    void unitsOfAllProductsAreSummed();
    void randomChangesMatchANaiveReference();
    void twoThousandDropsApplyWithinABeat();
    void everyCellCanBeReadAloud();
    void productsOfTheSaleComeAndGo();

private:
    struct Test
    {
        Test()
            : model(catalogue, clock)
            , tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
        {
            setTime(start);
        }
        void setTime(Instant now) { clock.set({now, std::chrono::steady_clock::now()}); }
        void show(const std::vector<Sale> &sales, bool isSnapshot = false)
        {
            model.gather(sales, isSnapshot);
            model.apply();
        }
        QString cell(int row, int column) const { return model.index(row, column).data().toString(); }
        QStringList column(int column) const
        {
            QStringList texts;
            for (int row = 0; row < model.rowCount(); ++row)
                texts += cell(row, column);
            return texts;
        }

        Catalogue catalogue;
        ServerClock clock;
        SalesModel model;
        QAbstractItemModelTester tester;
    };

    std::unique_ptr<Test> m_test;
};

void SalesModelTest::init()
{
    m_test = std::make_unique<Test>();
}

void SalesModelTest::whatOneMayActOnComesFirst()
{
    std::vector<Sale> sales = salesInEveryPhase(start);
    std::ranges::reverse(sales);
    m_test->show(sales);
    QCOMPARE(m_test->column(SalesModel::PhaseColumn),
             (QStringList{u"LIVE"_s, u"PAUSED"_s, u"SCHEDULED"_s, u"DRAFT"_s, u"ENDED"_s, u"CANCELLED"_s}));
    QCOMPARE(m_test->model.liveCount(), 1);
    QCOMPARE(m_test->model.rowOf(*SaleId::from(4)), 3);
    QCOMPARE(m_test->model.rowOf(*SaleId::from(99)), -1);
}

void SalesModelTest::waitsForTheDatabasesClock()
{
    const Catalogue catalogue;
    const ServerClock unknown;
    SalesModel model(catalogue, unknown);
    model.gather(salesInEveryPhase(start), true);
    model.apply();
    QCOMPARE(model.rowCount(), 0);
}

void SalesModelTest::aPhaseChangesByTheClockAlone()
{
    Sale first = plainSale(1, u"first"_s, start);
    first.endsAt = start + 10s;
    Sale second = plainSale(2, u"second"_s, start);
    second.startsAt = start + 10s;
    m_test->show({first, second});
    QCOMPARE(m_test->column(SalesModel::NameColumn), (QStringList{u"first"_s, u"second"_s}));
    QVERIFY(m_test->cell(0, SalesModel::NextColumn).startsWith(u"ends in 00:"_s));
    QVERIFY(m_test->cell(1, SalesModel::NextColumn).startsWith(u"starts in 00:"_s));
    m_test->setTime(start + 10s);
    m_test->model.apply();
    QCOMPARE(m_test->column(SalesModel::NameColumn), (QStringList{u"second"_s, u"first"_s}));
    QCOMPARE(m_test->column(SalesModel::PhaseColumn), (QStringList{u"LIVE"_s, u"ENDED"_s}));
}

void SalesModelTest::pausingChangesTheRowInPlace()
{
    Sale sale = plainSale(1, u"sale"_s, start);
    m_test->show({sale, plainSale(2, u"other"_s, start)});
    QSignalSpy changed(&m_test->model, &QAbstractItemModel::dataChanged);
    QSignalSpy removed(&m_test->model, &QAbstractItemModel::rowsRemoved);
    sale.pausedAt = sale.holdsFrozenAt = start;
    sale.version = 2;
    m_test->show({sale});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(removed.count(), 0);
    QCOMPARE(m_test->cell(0, SalesModel::PhaseColumn), u"PAUSED"_s);
    QVERIFY(m_test->cell(0, SalesModel::NextColumn).startsWith(u"holds frozen, ends in "_s));
}

void SalesModelTest::theSameSalesRaiseNoSignal()
{
    m_test->show(salesInEveryPhase(start));
    QSignalSpy changed(&m_test->model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&m_test->model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&m_test->model, &QAbstractItemModel::rowsRemoved);
    m_test->show(salesInEveryPhase(start), true);
    m_test->model.apply();
    QCOMPARE(changed.count() + inserted.count() + removed.count(), 0);
}

void SalesModelTest::anOlderVersionChangesNothing()
{
    Sale sale = plainSale(1, u"new name"_s, start);
    sale.version = 3;
    m_test->show({sale});
    sale.name = u"old name"_s;
    sale.version = 2;
    m_test->show({sale});
    QCOMPARE(m_test->cell(0, SalesModel::NameColumn), u"new name"_s);
    // A snapshot is the truth, whatever its version.
    m_test->show({sale}, true);
    QCOMPARE(m_test->cell(0, SalesModel::NameColumn), u"old name"_s);
}

void SalesModelTest::aSnapshotForgetsWhatIsGone()
{
    m_test->show(salesInEveryPhase(start));
    m_test->show({plainSale(2, u"left"_s, start), plainSale(9, u"new"_s, start)}, true);
    QCOMPARE(m_test->column(SalesModel::NameColumn), (QStringList{u"left"_s, u"new"_s}));
    m_test->show({}, true);
    QCOMPARE(m_test->model.rowCount(), 0);
}

void SalesModelTest::unitsOfAllProductsAreSummed()
{
    ChangeSet changes;
    for (qint64 id = 1; id <= 3; ++id)
        changes.products.push_back(plainProduct(id, u"p"_s, {100, 70, 10, 20}));
    changes.products[0].sale = changes.products[1].sale = SaleId::from(1);
    m_test->catalogue.apply(changes, true);
    m_test->model.gatherStock();
    m_test->show({plainSale(1, u"sale"_s, start)});
    QCOMPARE(m_test->cell(0, SalesModel::ProductsColumn), u"2"_s);
    QCOMPARE(m_test->cell(0, SalesModel::UnitsColumn), u"40 sold · 20 held · 140 left"_s);
    QSignalSpy changed(&m_test->model, &QAbstractItemModel::dataChanged);
    ChangeSet moved;
    moved.stocks = {{*ProductId::from(1), {100, 69, 11, 20}, 2}};
    m_test->catalogue.apply(moved, false);
    m_test->model.gatherStock();
    m_test->model.apply();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_test->cell(0, SalesModel::UnitsColumn), u"40 sold · 21 held · 139 left"_s);
}

/// Sales begin, change and end by the clock, in any order, with snapshots between; the table is always what a
/// plain sort of what is known would be.
void SalesModelTest::randomChangesMatchANaiveReference()
{
    QRandomGenerator random(11);
    std::map<qint64, Sale> known;
    Instant now = start;
    for (int step = 0; step < 400; ++step) {
        std::vector<Sale> told;
        for (int change = random.bounded(4); change > 0; --change) {
            const qint64 id = 1 + random.bounded(30);
            const qint64 version = known.contains(id) ? known.at(id).version + 1 : 1;
            told.push_back(randomSale(random, id, version, now));
            known.insert_or_assign(id, told.back());
        }
        now += std::chrono::seconds(random.bounded(20));
        m_test->setTime(now);
        const bool isSnapshot = random.bounded(20) == 0;
        if (isSnapshot) {
            known.erase(1 + random.bounded(30));
            told.clear();
            for (const auto &[id, sale] : known)
                told.push_back(sale);
        }
        m_test->show(told, isSnapshot);
        QCOMPARE(m_test->model.rowCount(), static_cast<int>(known.size()));
        int group = 0;
        for (int row = 0; row < m_test->model.rowCount(); ++row) {
            const Sale &shown = m_test->model.rowAt(row).sale;
            QVERIFY(shown == known.at(shown.id.number()));
            QCOMPARE(m_test->model.rowAt(row).phase, shown.phaseAt(now));
            QVERIFY(groupOf(shown.phaseAt(now)) >= group);
            group = groupOf(shown.phaseAt(now));
        }
    }
}

void SalesModelTest::twoThousandDropsApplyWithinABeat()
{
    constexpr int count = 2'000;
    QRandomGenerator random(3);
    ChangeSet changes;
    std::vector<Sale> sales;
    for (qint64 id = 1; id <= count; ++id) {
        sales.push_back(randomSale(random, id, 1, start));
        changes.products.push_back(plainProduct(id, QString::number(id), {100, 70, 10, 20}));
        changes.products.back().sale = SaleId::from(id);
    }
    m_test->catalogue.apply(changes, true);
    ServerClock clock;
    clock.set({start, std::chrono::steady_clock::now()});
    // Without the tester, which looks at every row after every change.
    SalesModel model(m_test->catalogue, clock);
    model.gather(sales, true);
    model.gatherStock();
    model.apply();
    QCOMPARE(model.rowCount(), count);
    QElapsedTimer timer;
    timer.start();
    clock.set({start + 30s, std::chrono::steady_clock::now()});
    model.gatherStock();
    model.apply();
    QVERIFY2(timer.elapsed() < 250, qPrintable(QString::number(timer.elapsed())));
}

void SalesModelTest::everyCellCanBeReadAloud()
{
    m_test->show(salesInEveryPhase(start));
    for (int row = 0; row < m_test->model.rowCount(); ++row) {
        const QString text = m_test->model.index(row, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY(text.contains(m_test->cell(row, SalesModel::NameColumn)));
        QVERIFY(text.contains(m_test->cell(row, SalesModel::PhaseColumn)));
    }
    for (int column = 0; column < SalesModel::ColumnCount; ++column)
        QVERIFY(!m_test->model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void SalesModelTest::productsOfTheSaleComeAndGo()
{
    Catalogue catalogue;
    SaleProductsModel model(catalogue);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ChangeSet changes;
    for (const QString &name : {u"cedar"_s, u"ash"_s, u"beech"_s}) {
        changes.products.push_back(plainProduct(std::ssize(changes.products) + 1, name, {10, 10, 0, 0}));
        changes.products.back().sale = SaleId::from(1);
    }
    const auto names = [&model] {
        QStringList found;
        for (int row = 0; row < model.rowCount(); ++row)
            found += model.index(row, 0).data().toString();
        return found;
    };
    catalogue.apply(changes, true);
    model.show(SaleId::from(1));
    QCOMPARE(names(), (QStringList{u"ash"_s, u"beech"_s, u"cedar"_s}));
    Product renamed = changes.products[1];
    renamed.name = u"yew"_s;
    ++renamed.version;
    Product moved = changes.products[2];
    moved.sale = SaleId::from(2);
    ++moved.version;
    ChangeSet edited;
    edited.products = {renamed, moved};
    catalogue.apply(edited, false);
    model.show(SaleId::from(1));
    QCOMPARE(names(), (QStringList{u"cedar"_s, u"yew"_s}));
    model.show(std::nullopt);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(SalesModelTest)
#include "test_sales_model.moc"
