// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/frame/alarm_banner.h"
#include "ui/frame/stat_tile.h"
#include "ui/frame/status_light.h"
#include "ui/frame/top_strip.h"
#include "ui/leaderboard_page/purchases_model.h"
#include "ui/main_window.h"
#include "ui/theme/theme_switch.h"
#include "ui_environment.h"

#include <QApplication>
#include <QHeaderView>
#include <QListView>
#include <QMenuBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A window on a real feed of a shop.
struct WindowUnderTest
{
    WindowUnderTest()
        : window(feed.tap())
    {
        feed.updateService([this](ServiceState &state) { state = goodService(shop); });
    }

    void open(int products, int holds, int purchases)
    {
        shop.openProducts(products);
        shop.openSale(2531s);
        shop.reserve(holds + purchases);
        shop.buy(purchases);
        feed.publishSnapshot(shop.everything(), *feed.tap());
        window.show();
    }

    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return window.findChild<Widget *>(name);
    }
    QAbstractItemModel *stock() const { return find<QListView>(u"stockView"_s)->model(); }
    QString sold() const { return find<StatTile>(u"soldTile"_s)->value(); }

    SampleShop shop;
    ChangeFeed feed;
    MainWindow window;
};

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void beforeTheFirstAnswerNothingIsClaimed();
    void showsWhatTheFeedTells();
    void countdownIsTheDatabases();
    void staleDataIsAnAlarmAndGrey();
    void databaseDownIsShown();
    void openAccessAndDemoAreShown();
    void hiddenPagesPause();
    void aSnapshotReplacesEverything();
    void keysReachEveryPage();
    void wallModeHidesMoneyAndNames();
    void stateIsKept();
    void fontGrowsWithTheWindow();
    void everythingHasAName();

private:
    UiEnvironment m_environment;
};

void MainWindowTest::beforeTheFirstAnswerNothingIsClaimed()
{
    ChangeFeed feed;
    MainWindow window(feed.tap());
    window.show();
    QCOMPARE(window.findChild<StatTile *>(u"soldTile"_s)->value(), u"–"_s);
    QCOMPARE(phaseWord(window.findChild<TopStrip *>()->saleView()), u"WAITING"_s);
    QVERIFY(window.findChild<AlarmBanner *>()->isHidden());
}

void MainWindowTest::showsWhatTheFeedTells()
{
    WindowUnderTest test;
    test.open(5, 30, 40);
    int sold = 0;
    for (const Product &product : test.shop.products())
        sold += product.stock.sold;
    QTRY_COMPARE(test.sold(), QString::number(sold));
    QCOMPARE(test.stock()->rowCount(), 5);
    QCOMPARE(test.find<StatTile>(u"holdsTile"_s)->value(), QString::number(test.shop.active().size()));
    test.feed.publish(test.shop.buy(static_cast<int>(test.shop.active().size())));
    QTRY_COMPARE(test.find<StatTile>(u"holdsTile"_s)->value(), u"0"_s);
    QVERIFY(test.window.findChild<AlarmBanner *>()->isHidden());
}

void MainWindowTest::countdownIsTheDatabases()
{
    WindowUnderTest test;
    test.open(1, 0, 0);
    auto *strip = test.window.findChild<TopStrip *>();
    QTRY_VERIFY(strip->saleView().phase == SalePhase::Live);
    // 42:11 by the shop's clock; by this machine's, an hour behind, it would be 1:42:11.
    QVERIFY2(strip->saleView().countdown.startsWith(u"42:"_s)
                 || strip->saleView().countdown.startsWith(u"41:"_s),
             qPrintable(strip->saleView().countdown));
}

void MainWindowTest::staleDataIsAnAlarmAndGrey()
{
    WindowUnderTest test;
    test.open(2, 3, 3);
    QTRY_COMPARE(test.stock()->rowCount(), 2);
    auto *tile = test.find<StatTile>(u"soldTile"_s);
    QVERIFY(!tile->isStale());
    // Nothing confirms the numbers any more.
    QTRY_VERIFY_WITH_TIMEOUT(tile->isStale(), 30'000);
    QVERIFY(test.window.findChild<AlarmBanner *>()->isVisible());
    QCOMPARE(test.find<StatusLight>(u"ageLight"_s)->health(), Health::Down);
    test.feed.confirmFresh();
    QTRY_VERIFY(!tile->isStale());
    QTRY_VERIFY(test.window.findChild<AlarmBanner *>()->isHidden());
}

void MainWindowTest::databaseDownIsShown()
{
    WindowUnderTest test;
    test.open(1, 0, 0);
    test.feed.updateService([](ServiceState &state) {
        state.database = Health::Down;
        state.databaseText = u"connection lost"_s;
    });
    QTRY_COMPARE(test.find<StatusLight>(u"databaseLight"_s)->health(), Health::Down);
    QVERIFY(test.window.findChild<AlarmBanner *>()->isVisible());
    QVERIFY(test.window.findChild<AlarmBanner *>()->accessibleDescription().contains(u"connection lost"_s));
}

void MainWindowTest::openAccessAndDemoAreShown()
{
    WindowUnderTest test;
    test.open(1, 0, 0);
    auto *openAccess = test.find<QWidget>(u"openAccessBadge"_s);
    QTRY_COMPARE(test.stock()->rowCount(), 1);
    QVERIFY(!openAccess->isVisible());
    test.feed.updateService([](ServiceState &state) { state.isOpenAccess = state.isDemo = true; });
    QTRY_VERIFY(openAccess->isVisible());
    QVERIFY(test.find<QWidget>(u"demoBadge"_s)->isVisible());
}

void MainWindowTest::hiddenPagesPause()
{
    WindowUnderTest test;
    test.open(3, 10, 0);
    QAbstractItemModel *holds = test.find<QTableView>(u"reservationsTable"_s)->model();
    QTRY_COMPARE(test.stock()->rowCount(), 3);
    QCOMPARE(holds->rowCount(), 0);
    test.window.showPage(MainWindow::Page::Reservations);
    QCOMPARE(holds->rowCount(), static_cast<int>(test.shop.active().size()));
    QSignalSpy changed(test.stock(), &QAbstractItemModel::dataChanged);
    const QString before = test.sold();
    test.feed.publish(test.shop.buy(5));
    QTRY_VERIFY(test.sold() != before);
    QCOMPARE(changed.count(), 0);
    test.window.showPage(MainWindow::Page::Live);
    QVERIFY(changed.count() >= 1);
}

void MainWindowTest::aSnapshotReplacesEverything()
{
    WindowUnderTest test;
    test.open(8, 20, 10);
    QTRY_COMPARE(test.stock()->rowCount(), 8);
    SampleShop other(99);
    other.openProducts(2);
    test.feed.publishSnapshot(other.everything(), *test.feed.tap());
    QTRY_COMPARE(test.stock()->rowCount(), 2);
    QCOMPARE(test.find<StatTile>(u"holdsTile"_s)->value(), u"0"_s);
    QCOMPARE(test.sold(), u"0"_s);
}

void MainWindowTest::keysReachEveryPage()
{
    WindowUnderTest test;
    test.open(2, 5, 5);
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    auto *pages = test.window.findChild<QStackedWidget *>();
    for (int page = pages->count() - 1; page >= 0; --page) {
        QTest::keyClick(&test.window, static_cast<Qt::Key>(Qt::Key_1 + page), Qt::ControlModifier);
        QTRY_COMPARE(pages->currentIndex(), page);
    }
    QTest::keyClick(&test.window, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(test.window.findChild<ThemeSwitch *>()->choice(), ThemeChoice::Light);
    QTest::keyClick(&test.window, Qt::Key_F11);
    QTRY_VERIFY(test.window.isWallMode());
    QTest::keyClick(&test.window, Qt::Key_F11);
    QTRY_VERIFY(!test.window.isWallMode());
}

void MainWindowTest::wallModeHidesMoneyAndNames()
{
    WindowUnderTest test;
    test.open(3, 5, 20);
    QTRY_COMPARE(test.stock()->rowCount(), 3);
    test.window.setWallMode(true);
    auto *table = test.find<QTableView>(u"leaderboardTable"_s);
    QTRY_VERIFY(table->model()->rowCount() > 0);
    QVERIFY(table->isColumnHidden(PurchasesModel::AmountColumn));
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        QVERIFY(
            table->model()->index(row, PurchasesModel::CustomerColumn).data().toString().endsWith(u"***"_s));
        QVERIFY(table->model()->index(row, PurchasesModel::AmountColumn).data().toString().isEmpty());
    }
    // Names and money of what comes in later are hidden too, and no tile tells the revenue.
    test.feed.publish(test.shop.buy(3));
    QVERIFY(!test.find<StatTile>(u"revenueTile"_s)->isVisible());
    QVERIFY(!test.window.menuBar()->isVisible());
    QVERIFY(table->font().pixelSize() > QApplication::font().pixelSize());
    QTest::keyClick(&test.window, Qt::Key_Escape);
    QVERIFY(!test.window.isWallMode());
    QVERIFY(test.find<StatTile>(u"revenueTile"_s)->isVisible());
    QVERIFY(!table->model()->index(0, PurchasesModel::CustomerColumn).data().toString().endsWith(u"***"_s));
}

void MainWindowTest::stateIsKept()
{
    {
        WindowUnderTest test;
        test.open(1, 0, 0);
        test.window.resize(1111, 777);
        test.window.findChild<ThemeSwitch *>()->choose(ThemeChoice::Dark);
        test.window.showPage(MainWindow::Page::Leaderboard);
        test.window.close();
    }
    WindowUnderTest again;
    QCOMPARE(again.window.findChild<ThemeSwitch *>()->choice(), ThemeChoice::Dark);
    QCOMPARE(again.window.findChild<QStackedWidget *>()->currentIndex(),
             static_cast<int>(MainWindow::Page::Leaderboard));
    again.window.findChild<ThemeSwitch *>()->choose(ThemeChoice::System);
    again.window.showPage(MainWindow::Page::Live);
    again.window.show();
    again.window.close();
}

void MainWindowTest::fontGrowsWithTheWindow()
{
    WindowUnderTest test;
    test.window.resize(1024, 640);
    test.window.show();
    const int small = QApplication::font().pixelSize();
    test.window.resize(3840, 2160);
    QTRY_VERIFY(QApplication::font().pixelSize() > 2 * small);
    QVERIFY2(test.window.centralWidget()->minimumSizeHint().width() <= 3840,
             qPrintable(QString::number(test.window.centralWidget()->minimumSizeHint().width())));
    test.window.resize(1024, 640);
    QTRY_COMPARE(QApplication::font().pixelSize(), small);
    QTRY_VERIFY(test.window.centralWidget()->minimumSizeHint().width() <= 1024);
    QVERIFY(test.window.centralWidget()->minimumSizeHint().height() <= 640 - test.window.menuBar()->height());
}

void MainWindowTest::everythingHasAName()
{
    const WindowUnderTest test;
    for (const auto *view : test.window.findChildren<QAbstractItemView *>()) {
        if (view->window() == &test.window && !qobject_cast<const QHeaderView *>(view))
            QVERIFY2(!view->accessibleName().isEmpty(), view->metaObject()->className());
    }
    for (const auto *tile : test.window.findChildren<StatTile *>())
        QVERIFY(!tile->accessibleName().isEmpty());
    for (const auto *light : test.window.findChildren<StatusLight *>())
        QVERIFY(!light->accessibleName().isEmpty());
}

QTEST_MAIN(MainWindowTest)
#include "test_main_window.moc"
