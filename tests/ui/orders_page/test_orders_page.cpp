// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/main_window.h"
#include "ui/orders_page/orders_page.h"
#include "ui/widgets/icon.h"
#include "ui_environment.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant start = instantFromMicroseconds(1'800'000'000'000'000);

} // namespace

class OrdersPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void init();
    void cleanup() { m_page.reset(); }
    void looksAtOnceAndThenOnlyWhenThereIsNews();
    void oneLookAtATime();
    void whatWasNeverAnsweredIsAskedAgain();
    void newOrdersAppearOnTop();
    void whatOneReadsDoesNotMove();
    void scrollingDownAsksForOlderOnes();
    void searchWithTheKeyboardOnly();
    void lateAnswersOfAnOlderSearchAreIgnored();
    void theSelectedOrderShowsItsLines();
    void theSelectedOrderStaysInSight();
    void aFaultIsToldAndTriedAgain();
    void exportsWhatTheSearchFinds();
    void anExportCanBeStopped();
    void emptyAndWaiting();
    void theWindowAsksWhenThePageComesInSight();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_page->findChild<Widget *>(name);
    }
    OrderSearch lastAsked() const { return m_asked->last()[0].value<OrderSearch>(); }
    void tellNews()
    {
        CatalogueChanges products;
        products.touched.insert(*ProductId::from(1));
        m_page->gather({}, products);
    }
    QString idOnTop() const
    {
        auto *table = find<QTableView>(u"ordersTable"_s);
        return table->indexAt(QPoint(0, 0)).siblingAtColumn(5).data(Qt::ToolTipRole).toString();
    }

    UiEnvironment m_environment;
    std::unique_ptr<OrdersPage> m_page;
    std::unique_ptr<QSignalSpy> m_asked;
};

void OrdersPageTest::init()
{
    m_page = std::make_unique<OrdersPage>();
    m_asked = std::make_unique<QSignalSpy>(m_page.get(), &OrdersPage::ordersRequested);
    m_page->resize(1000, 600);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->look();
}

void OrdersPageTest::looksAtOnceAndThenOnlyWhenThereIsNews()
{
    QCOMPARE(m_asked->count(), 1);
    QVERIFY(!lastAsked().before && lastAsked().text.isEmpty());
    m_page->showOrders(lastAsked(), sampleOrders(3, start));
    m_page->tick();
    QCOMPARE(m_asked->count(), 1);
    tellNews();
    m_page->tick();
    QCOMPARE(m_asked->count(), 2);
}

void OrdersPageTest::oneLookAtATime()
{
    tellNews();
    m_page->tick();
    m_page->tick();
    QCOMPARE(m_asked->count(), 1);
    m_page->showOrders(lastAsked(), {});
    m_page->tick();
    QCOMPARE(m_asked->count(), 2);
}

void OrdersPageTest::whatWasNeverAnsweredIsAskedAgain()
{
    // Asked before anybody was there to hear it; then the first snapshot comes.
    GatheredChanges gathered;
    gathered.isSnapshot = true;
    m_page->gather(gathered, {});
    m_page->tick();
    QCOMPARE(m_asked->count(), 2);
    // Or nothing comes at all.
    for (int second = 0; second < 20; ++second)
        m_page->tick();
    QCOMPARE(m_asked->count(), 3);
}

void OrdersPageTest::newOrdersAppearOnTop()
{
    const QList<Order> orders = sampleOrders(40, start);
    m_page->showOrders(lastAsked(), orders.sliced(2, 38));
    QCOMPARE(idOnTop(), orders[2].id.text());
    m_page->showOrders(lastAsked(), orders);
    QCOMPARE(idOnTop(), orders[0].id.text());
}

void OrdersPageTest::whatOneReadsDoesNotMove()
{
    const QList<Order> orders = sampleOrders(80, start);
    m_page->showOrders(lastAsked(), orders.sliced(10));
    auto *table = find<QTableView>(u"ordersTable"_s);
    table->verticalScrollBar()->setValue(20);
    const QString read = idOnTop();
    QCOMPARE(read, orders[30].id.text());
    m_page->showOrders(lastAsked(), orders);
    QCOMPARE(idOnTop(), read);
    // With one selected not even at the top.
    table->scrollToTop();
    table->selectRow(0);
    const QList<Order> newer = sampleOrders(5, start + 1h);
    m_page->showOrders(lastAsked(), newer + orders.first(10));
    QCOMPARE(idOnTop(), orders[0].id.text());
}

void OrdersPageTest::scrollingDownAsksForOlderOnes()
{
    const QList<Order> orders = sampleOrders(2 * OrdersPage::ordersPerPart, start);
    m_page->showOrders(lastAsked(), orders.first(OrdersPage::ordersPerPart));
    QTest::qWait(0);
    const auto before = m_asked->count();
    auto *bar = find<QTableView>(u"ordersTable"_s)->verticalScrollBar();
    bar->setValue(bar->maximum());
    QCOMPARE(m_asked->count(), before + 1);
    QVERIFY(lastAsked().before->id == orders[OrdersPage::ordersPerPart - 1].id);
    bar->setValue(bar->maximum() - 1);
    QCOMPARE(m_asked->count(), before + 1);
    m_page->showOrders(lastAsked(), orders.sliced(OrdersPage::ordersPerPart, 50));
    // Fewer than asked for: that was the end.
    bar->setValue(bar->maximum());
    QCOMPARE(m_asked->count(), before + 1);
    QCOMPARE(find<QLabel>(u"ordersStatus"_s)->text(), u"150 orders"_s);
}

void OrdersPageTest::searchWithTheKeyboardOnly()
{
    m_page->showOrders(lastAsked(), sampleOrders(20, start));
    m_page->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), find<QLineEdit>(u"ordersSearch"_s));
    QTest::keyClicks(QApplication::focusWidget(), u"li.wei"_s);
    QTRY_COMPARE(lastAsked().text, u"li.wei"_s);
    // Typing asks once, not for each letter.
    QCOMPARE(m_asked->count(), 2);
    m_page->showOrders(lastAsked(), sampleOrders(4, start));
    QCOMPARE(find<QLabel>(u"ordersStatus"_s)->text(), u"4 orders found"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_COMPARE(lastAsked().text, QString());
}

void OrdersPageTest::lateAnswersOfAnOlderSearchAreIgnored()
{
    const OrderSearch first = lastAsked();
    find<QLineEdit>(u"ordersSearch"_s)->setText(u"lamp"_s);
    QTRY_COMPARE(lastAsked().text, u"lamp"_s);
    m_page->showOrders(lastAsked(), sampleOrders(2, start));
    m_page->showOrders(first, sampleOrders(20, start));
    QCOMPARE(find<QTableView>(u"ordersTable"_s)->model()->rowCount(), 2);
    m_page->showUnread(first, u"too late"_s);
    QCOMPARE(find<QLabel>(u"ordersStatus"_s)->text(), u"2 orders found"_s);
}

void OrdersPageTest::theSelectedOrderShowsItsLines()
{
    const QList<Order> orders = sampleOrders(5, start);
    m_page->showOrders(lastAsked(), orders);
    auto *lines = find<QTableView>(u"orderLinesTable"_s);
    QVERIFY(!lines->isVisible());
    find<QTableView>(u"ordersTable"_s)->selectRow(2);
    QVERIFY(lines->isVisible());
    QCOMPARE(lines->model()->rowCount(), orders[2].lines.size());
    QCOMPARE(find<QLabel>(u"orderId"_s)->text(), orders[2].id.text());
    QCOMPARE(find<QLabel>(u"orderTotal"_s)->text(), u"Total €246.00"_s);
    // A search that finds others lets it go.
    find<QLineEdit>(u"ordersSearch"_s)->setText(u"x"_s);
    QTRY_COMPARE(lastAsked().text, u"x"_s);
    m_page->showOrders(lastAsked(), {});
    QVERIFY(!lines->isVisible());
}

void OrdersPageTest::theSelectedOrderStaysInSight()
{
    m_page->showOrders(lastAsked(), sampleOrders(60, start));
    QTest::qWait(0);
    auto *table = find<QTableView>(u"ordersTable"_s);
    const int last = table->rowAt(table->viewport()->height() - 2);
    QVERIFY(last > 5);
    table->selectRow(last);
    // The lines take room below the table; what they are of must not lie under them.
    const QModelIndex row = table->model()->index(last, 0);
    QTRY_VERIFY(find<QTableView>(u"orderLinesTable"_s)->isVisible());
    QTRY_VERIFY(table->viewport()->rect().contains(table->visualRect(row).center()));
}

void OrdersPageTest::aFaultIsToldAndTriedAgain()
{
    auto *status = find<QLabel>(u"ordersStatus"_s);
    m_page->showUnread(lastAsked(), u"The database did not answer"_s);
    QCOMPARE(status->text(), u"⚠  The database did not answer"_s);
    const auto before = m_asked->count();
    m_page->tick();
    QCOMPARE(m_asked->count(), before + 1);
    m_page->showOrders(lastAsked(), sampleOrders(1, start));
    QCOMPARE(status->text(), u"1 order"_s);
}

void OrdersPageTest::exportsWhatTheSearchFinds()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"orders.csv"_s);
    find<QLineEdit>(u"ordersSearch"_s)->setText(u"lamp"_s);
    QTRY_COMPARE(lastAsked().text, u"lamp"_s);
    const OrderSearch shown = lastAsked();
    m_page->showOrders(shown, sampleOrders(2, start));
    m_page->exportTo(path);
    QCOMPARE(lastAsked().text, u"lamp"_s);
    QVERIFY(lastAsked().ticket != shown.ticket);
    m_page->showOrders(lastAsked(), sampleOrders(3, start));
    QVERIFY(QFile::exists(path));
    const QString status = find<QLabel>(u"ordersStatus"_s)->text();
    QVERIFY2(status.startsWith(u"Exported 3 orders to "_s), qPrintable(status));
    // What was exported is not what is shown.
    QCOMPARE(find<QTableView>(u"ordersTable"_s)->model()->rowCount(), 2);
}

void OrdersPageTest::anExportCanBeStopped()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"orders.csv"_s);
    m_page->showOrders(lastAsked(), sampleOrders(2, start));
    m_page->exportTo(path);
    auto *button = find<QPushButton>(u"exportButton"_s);
    QCOMPARE(button->text(), u"&Stop the export"_s);
    const OrderSearch asked = lastAsked();
    button->click();
    QCOMPARE(button->text(), u"&Export…"_s);
    m_page->showOrders(asked, sampleOrders(2, start));
    QVERIFY(!QFile::exists(path));
    // A database that goes away gives it up.
    m_page->exportTo(path);
    m_page->showUnread(lastAsked(), u"gone"_s);
    QVERIFY(find<QLabel>(u"ordersStatus"_s)->text().contains(u"gone"_s));
    QVERIFY(!QFile::exists(path));
}

void OrdersPageTest::emptyAndWaiting()
{
    auto *table = find<QTableView>(u"ordersTable"_s);
    QVERIFY(!table->isVisible());
    m_page->showOrders(lastAsked(), {});
    QVERIFY(!table->isVisible());
    m_page->showOrders(lastAsked(), sampleOrders(1, start));
    QVERIFY(table->isVisible());
}

void OrdersPageTest::theWindowAsksWhenThePageComesInSight()
{
    ChangeFeed feed;
    MainWindow window(feed.tap());
    window.showPage(MainWindow::Page::Live);
    QSignalSpy asked(&window, &MainWindow::ordersRequested);
    window.showPage(MainWindow::Page::Orders);
    QCOMPARE(asked.count(), 1);
    window.showOrders(asked[0][0].value<OrderSearch>(), sampleOrders(3, start));
    QCOMPARE(window.findChild<QTableView *>(u"ordersTable"_s)->model()->rowCount(), 3);
    window.showPage(MainWindow::Page::Live);
}

QTEST_MAIN(OrdersPageTest)
#include "test_orders_page.moc"
