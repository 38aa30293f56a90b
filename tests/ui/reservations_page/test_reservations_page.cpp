// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/reservations_page/action_dialog.h"
#include "ui/reservations_page/reservations_model.h"
#include "ui/reservations_page/reservations_page.h"
#include "ui/widgets/icon.h"
#include "ui_environment.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// A page with forty holds on it.
struct PageUnderTest
{
    PageUnderTest()
        : page(catalogue, clock)
    {
        clock.set(shop.clock());
        tell(shop.openProducts(4));
        tell(shop.reserve(40));
        page.resize(1000, 600);
        page.show();
        table = page.findChild<QTableView *>(u"reservationsTable"_s);
    }

    void tell(const ChangeSet &changes)
    {
        GatheredChanges gathered;
        gathered.changes = changes;
        page.gather(gathered, catalogue.apply(changes, false));
        page.apply({});
    }

    ReservationId idAt(int row) const { return qobject_cast<ReservationsModel *>(table->model())->idAt(row); }

    SampleShop shop;
    Catalogue catalogue;
    ServerClock clock;
    ReservationsPage page;
    QTableView *table = nullptr;
};

class ReservationsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void releaseNamesItsEffectAndAsksForAReason();
    void releaseWithTheKeyboardOnly();
    void extendWithTheKeyboardOnly();
    void stoppedClocksAreReleasedButNotExtended();
    void cancellingEmitsNothing();
    void orderIsFrozenWhileSelected();
    void endedRowsAreNotReleased();
    void aFilterLetsTheSelectionGo();
    void deleteInTheFilterEditsText();
    void tickRaisesNoModelSignal();
    void aHundredThousandHoldsStaySmooth();

private:
    UiEnvironment m_environment;
};

void ReservationsPageTest::releaseNamesItsEffectAndAsksForAReason()
{
    PageUnderTest test;
    QSignalSpy released(&test.page, &ReservationsPage::releaseRequested);
    test.page.askRelease();
    QVERIFY(!test.page.findChild<ReleaseDialog *>());
    test.table->selectAll();
    const int count = test.table->model()->rowCount();
    test.page.askRelease();
    auto *dialog = test.page.findChild<ReleaseDialog *>();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Release %1 reservations"_s.arg(count));
    QVERIFY(!confirm->isEnabled());
    dialog->findChild<QLineEdit *>()->setText(u"   "_s);
    QVERIFY(!confirm->isEnabled());
    dialog->findChild<QLineEdit *>()->setText(u" payment is down "_s);
    confirm->click();
    QCOMPARE(released.count(), 1);
    QCOMPARE(released[0][0].value<QList<ReservationId>>().size(), count);
    QCOMPARE(released[0][1].toString(), u"payment is down"_s);
    QVERIFY(!test.table->selectionModel()->hasSelection());
}

void ReservationsPageTest::releaseWithTheKeyboardOnly()
{
    PageUnderTest test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    QSignalSpy released(&test.page, &ReservationsPage::releaseRequested);
    test.table->setFocus();
    test.table->setCurrentIndex(test.table->model()->index(0, 0));
    QTest::keyClick(test.table, Qt::Key_Down, Qt::ShiftModifier);
    const QList<ReservationId> expected{test.idAt(0), test.idAt(1)};
    QTest::keyClick(test.table, Qt::Key_Delete);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), u"double order"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(released.count(), 1);
    QVERIFY(released[0][0].value<QList<ReservationId>>() == expected);
    QCOMPARE(released[0][1].toString(), u"double order"_s);
}

void ReservationsPageTest::extendWithTheKeyboardOnly()
{
    PageUnderTest test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    QSignalSpy extended(&test.page, &ReservationsPage::extendRequested);
    test.table->setFocus();
    test.table->selectRow(2);
    const ReservationId expected = test.idAt(2);
    QTest::keyClick(test.table, Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(qobject_cast<QSpinBox *>(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    auto *confirm = QApplication::activeModalWidget()->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Extend 1 reservation by 6 min"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(extended.count(), 1);
    QVERIFY(extended[0][0].value<QList<ReservationId>>() == QList<ReservationId>{expected});
    QCOMPARE(extended[0][1].toInt(), 360);
}

void ReservationsPageTest::stoppedClocksAreReleasedButNotExtended()
{
    PageUnderTest test;
    ChangeSet stopped;
    for (const HoldChange &hold : test.shop.active()) {
        if (stopped.holds.size() < 3)
            stopped.holds.push_back(
                {frozenAt(test.shop.now(), hold.reservation, std::nullopt), hold.username});
    }
    test.tell(stopped);
    const auto all = static_cast<int>(test.shop.active().size());
    QSignalSpy extended(&test.page, &ReservationsPage::extendRequested);
    QSignalSpy released(&test.page, &ReservationsPage::releaseRequested);
    test.table->selectAll();
    test.page.askExtend();
    test.page.findChild<ExtendDialog *>()->accept();
    QCOMPARE(extended.at(0).at(0).value<QList<ReservationId>>().size(), all - 3);
    test.table->selectAll();
    test.page.askRelease();
    auto *dialog = test.page.findChild<ReleaseDialog *>();
    dialog->findChild<QLineEdit *>()->setText(u"called off"_s);
    dialog->accept();
    QCOMPARE(released.at(0).at(0).value<QList<ReservationId>>().size(), all);
}

void ReservationsPageTest::cancellingEmitsNothing()
{
    PageUnderTest test;
    QSignalSpy released(&test.page, &ReservationsPage::releaseRequested);
    test.table->selectRow(0);
    test.page.askRelease();
    auto *dialog = test.page.findChild<ReleaseDialog *>();
    dialog->findChild<QLineEdit *>()->setText(u"reason"_s);
    dialog->reject();
    QCOMPARE(released.count(), 0);
    QVERIFY(test.table->selectionModel()->hasSelection());
}

void ReservationsPageTest::orderIsFrozenWhileSelected()
{
    PageUnderTest test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.table->setFocus();
    test.table->selectRow(5);
    const ReservationId chosen = test.idAt(5);
    const int before = test.table->model()->rowCount();
    test.tell(test.shop.drop(20));
    test.tell(test.shop.reserve(30));
    QCOMPARE(test.table->model()->rowCount(), before);
    QVERIFY(test.idAt(5) == chosen);
    QTest::keyClick(test.table, Qt::Key_Escape);
    QCOMPARE(test.table->model()->rowCount(), static_cast<int>(test.shop.active().size()));
    QVERIFY(test.table->model()->rowCount() != before);
}

void ReservationsPageTest::endedRowsAreNotReleased()
{
    PageUnderTest test;
    test.table->selectAll();
    const int before = test.table->model()->rowCount();
    test.tell(test.shop.drop(before - 1, ReservationStatus::Expired));
    QSignalSpy released(&test.page, &ReservationsPage::releaseRequested);
    test.page.askRelease();
    auto *dialog = test.page.findChild<ReleaseDialog *>();
    QCOMPARE(dialog->findChild<QPushButton *>(u"confirmButton"_s)->text(), u"Release 1 reservation"_s);
}

void ReservationsPageTest::aFilterLetsTheSelectionGo()
{
    PageUnderTest test;
    test.table->selectAll();
    test.page.findChild<QLineEdit *>(u"filterText"_s)->setText(u"amira"_s);
    QVERIFY(!test.table->selectionModel()->hasSelection());
    for (int row = 0; row < test.table->model()->rowCount(); ++row)
        QVERIFY(test.table->model()
                    ->index(row, ReservationsModel::CustomerColumn)
                    .data()
                    .toString()
                    .contains(u"amira"_s));
    test.page.showProduct(test.shop.products()[0].id);
    for (int row = 0; row < test.table->model()->rowCount(); ++row)
        QCOMPARE(test.table->model()->index(row, ReservationsModel::ProductColumn).data().toString(),
                 test.shop.products()[0].name);
}

void ReservationsPageTest::deleteInTheFilterEditsText()
{
    PageUnderTest test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.table->selectAll();
    auto *filter = test.page.findChild<QLineEdit *>(u"filterText"_s);
    test.page.focusFilter();
    QTest::keyClick(filter, Qt::Key_Delete);
    QVERIFY(!test.page.findChild<ReleaseDialog *>());
}

void ReservationsPageTest::tickRaisesNoModelSignal()
{
    PageUnderTest test;
    QSignalSpy changed(test.table->model(), &QAbstractItemModel::dataChanged);
    for (int second = 0; second < 10; ++second)
        test.page.tick();
    QCOMPARE(changed.count(), 0);
}

void ReservationsPageTest::aHundredThousandHoldsStaySmooth()
{
    PageUnderTest test;
    test.tell(test.shop.openProducts(2000));
    test.tell(test.shop.reserve(120'000));
    QVERIFY(test.table->model()->rowCount() > 90'000);
    QSignalSpy layouts(test.table->model(), &QAbstractItemModel::layoutChanged);
    QElapsedTimer timer;
    qint64 slowestBeat = 0;
    qint64 slowestScroll = 0;
    for (int beat = 0; beat < 10; ++beat) {
        ChangeSet changes = test.shop.drop(2500);
        const ChangeSet opened = test.shop.reserve(2500);
        changes.holds.insert(changes.holds.end(), opened.holds.begin(), opened.holds.end());
        timer.start();
        test.tell(changes);
        test.page.repaint();
        slowestBeat = std::max(slowestBeat, timer.restart());
        test.table->verticalScrollBar()->setValue(beat * 9000);
        test.page.repaint();
        slowestScroll = std::max(slowestScroll, timer.elapsed());
    }
    qInfo("with the table on screen: a beat of 5000 changes %lld ms, a jump %lld ms", slowestBeat,
          slowestScroll);
    QVERIFY(layouts.count() <= 2 * 10);
    // A beat is 250 ms; the bound leaves room for a busy machine and for sanitizers.
    QVERIFY(slowestBeat < 5000);
    QVERIFY(slowestScroll < 5000);
}

QTEST_MAIN(ReservationsPageTest)
#include "test_reservations_page.moc"
