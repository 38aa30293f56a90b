// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/live_page/alarm_model.h"
#include "ui/live_page/stock_model.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class StockModelTest : public QObject
{
    Q_OBJECT

private slots:
    void moodTellsWhatIsLeft();
    void oneBeatIsOneSignal();
    void scatteredChangesAreBounded();
    void nothingIsToldBeforeApply();
    void urgencySortsSoldOutLast();
    void randomChangesMatchTheCatalogue();
    void alarmsComeAndGo();
};

void StockModelTest::moodTellsWhatIsLeft()
{
    QCOMPARE(stockMoodOf({100, 50, 0, 50}), StockMood::Plenty);
    QCOMPARE(stockMoodOf({100, 10, 0, 90}), StockMood::NearlyGone);
    QCOMPARE(stockMoodOf({100, 11, 0, 89}), StockMood::Plenty);
    QCOMPARE(stockMoodOf({100, 0, 1, 99}), StockMood::AllHeld);
    QCOMPARE(stockMoodOf({100, 0, 0, 100}), StockMood::SoldOut);
}

void StockModelTest::oneBeatIsOneSignal()
{
    SampleShop shop;
    Catalogue catalogue;
    StockModel model(catalogue);
    model.gather(catalogue.apply(shop.openProducts(30), true));
    model.apply();
    QCOMPARE(model.rowCount(), 30);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    for (int commit = 0; commit < 50; ++commit)
        model.gather(catalogue.apply(shop.reserve(20), false));
    QCOMPARE(changed.count(), 0);
    model.apply();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(reset.count(), 0);
}

void StockModelTest::scatteredChangesAreBounded()
{
    SampleShop shop;
    Catalogue catalogue;
    StockModel model(catalogue);
    model.gather(catalogue.apply(shop.openProducts(5000), true));
    model.apply();
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.gather(catalogue.apply(shop.reserve(500), false));
    model.apply();
    QVERIFY(changed.count() >= 1 && changed.count() <= rowRangesMax);
}

void StockModelTest::nothingIsToldBeforeApply()
{
    SampleShop shop;
    Catalogue catalogue;
    StockModel model(catalogue);
    model.gather(catalogue.apply(shop.openProducts(3), false));
    QCOMPARE(model.rowCount(), 0);
    model.apply();
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), shop.products()[0].name);
}

void StockModelTest::urgencySortsSoldOutLast()
{
    Catalogue catalogue;
    StockModel model(catalogue);
    ChangeSet changes;
    changes.products = {plainProduct(1, u"sold out"_s, {10, 0, 0, 10}),
                        plainProduct(2, u"held"_s, {10, 0, 1, 9}), plainProduct(3, u"few"_s, {10, 1, 0, 9}),
                        plainProduct(4, u"many"_s, {10, 9, 0, 1})};
    model.gather(catalogue.apply(changes, true));
    model.apply();
    const auto urgency = [&model](int row) {
        return model.index(row, 0).data(StockModel::UrgencyRole).toDouble();
    };
    QVERIFY(urgency(1) < urgency(2) && urgency(2) < urgency(3) && urgency(3) < urgency(0));
}

void StockModelTest::randomChangesMatchTheCatalogue()
{
    for (quint32 seed = 1; seed <= 10; ++seed) {
        QRandomGenerator random(seed);
        Catalogue catalogue;
        StockModel model(catalogue);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        qint64 version = 1;
        for (int beat = 0; beat < 80; ++beat) {
            ChangeSet changes;
            const qint64 number = 1 + random.bounded(40);
            const StockLevel level{100, static_cast<int>(random.bounded(100)), 0, 0};
            switch (random.bounded(3)) {
            case 0:
                changes.products = {plainProduct(number, QString::number(++version), level)};
                break;
            case 1:
                changes.stocks = {{*ProductId::from(number), level, ++version}};
                break;
            default:
                changes.archivedProducts = {*ProductId::from(number)};
                break;
            }
            model.gather(catalogue.apply(changes, random.bounded(30) == 0));
            if (random.bounded(3) == 0)
                model.apply();
        }
        model.apply();
        QCOMPARE(model.rowCount(), static_cast<int>(catalogue.products().size()));
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto id = ProductId::from(model.index(row, 0).data(StockModel::ProductIdRole).toLongLong());
            QVERIFY(id && catalogue.find(*id));
            QCOMPARE(model.index(row, 0).data().toString(), catalogue.nameOf(*id));
        }
    }
}

void StockModelTest::alarmsComeAndGo()
{
    AlarmModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Alarm stale{Alarm::Kind::Stale, Severity::Bad, u"3 s"_s};
    const Alarm server{Alarm::Kind::Server, Severity::Warning, u"slow"_s};
    model.apply({stale, server});
    QCOMPARE(model.rowCount(), 2);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.apply({stale, server});
    QCOMPARE(removed.count(), 0);
    model.apply({server});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"slow"_s);
    model.apply({{Alarm::Kind::Database, Severity::Bad, u"down"_s}, server});
    QCOMPARE(model.index(0, 0).data().toString(), u"down"_s);
    model.apply({});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(StockModelTest)
#include "test_stock_model.moc"
