// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/orders_page/order_lines_model.h"
#include "ui/orders_page/orders_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant start = instantFromMicroseconds(1'800'000'000'000'000);

bool isNewestFirst(const OrdersModel &model)
{
    for (int row = 1; row < model.rowCount(); ++row) {
        if (model.orderAt(row).createdAt > model.orderAt(row - 1).createdAt)
            return false;
    }
    return true;
}

} // namespace

class OrdersModelTest : public QObject
{
    Q_OBJECT

private slots:
    void newestFirst();
    void newOnesComeOnTop();
    void theSameOrdersRaiseNoSignal();
    void anOrderThatCommittedLateFindsItsPlace();
    void aGapStartsAnew();
    void olderOnesComeBelow();
    void theWindowIsBounded();
    void cellsTellTheOrder();
    void linesOfOneOrder();
};

void OrdersModelTest::newestFirst()
{
    OrdersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<Order> orders = sampleOrders(20, start);
    std::ranges::reverse(orders);
    model.restart(orders);
    QCOMPARE(model.rowCount(), 20);
    QVERIFY(isNewestFirst(model));
    QVERIFY(model.oldest()->id == orders.first().id);
}

void OrdersModelTest::newOnesComeOnTop()
{
    OrdersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QList<Order> orders = sampleOrders(10, start);
    model.restart(orders.last(8));
    const QPersistentModelIndex held(model.index(0, 0));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.addNewest(orders.first(5), false);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(held.row(), 2);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(reset.count(), 0);
    QVERIFY(isNewestFirst(model));
}

void OrdersModelTest::theSameOrdersRaiseNoSignal()
{
    OrdersModel model;
    const QList<Order> orders = sampleOrders(10, start);
    model.restart(orders);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.addNewest(orders.first(5), false);
    model.addOlder(orders.last(5));
    QCOMPARE(inserted.count() + reset.count(), 0);
}

void OrdersModelTest::anOrderThatCommittedLateFindsItsPlace()
{
    OrdersModel model;
    QList<Order> orders = sampleOrders(6, start);
    const Order late = orders.takeAt(3);
    model.restart(orders);
    orders.insert(3, late);
    model.addNewest(orders, true);
    QVERIFY(model.orderAt(3).id == late.id);
}

void OrdersModelTest::aGapStartsAnew()
{
    OrdersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.restart(sampleOrders(10, start - 1h));
    model.addNewest(sampleOrders(4, start), false);
    QCOMPARE(model.rowCount(), 4);
    // When these are all there are, nothing lies between.
    model.addNewest(sampleOrders(1, start + 1h), true);
    QCOMPARE(model.rowCount(), 5);
}

void OrdersModelTest::olderOnesComeBelow()
{
    OrdersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QList<Order> orders = sampleOrders(30, start);
    model.restart(orders.first(10));
    model.addOlder(orders.sliced(10, 10));
    QCOMPARE(model.rowCount(), 20);
    QVERIFY(model.oldest()->id == orders[19].id);
    QVERIFY(isNewestFirst(model));
}

void OrdersModelTest::theWindowIsBounded()
{
    OrdersModel model;
    const QList<Order> orders = sampleOrders(OrdersModel::ordersMax + 10, start);
    model.restart(orders.sliced(10));
    QVERIFY(model.isFull());
    model.addNewest(orders.first(20), false);
    QCOMPARE(model.rowCount(), OrdersModel::ordersMax);
    QVERIFY(model.orderAt(0).id == orders.first().id);
    // What fell off at the foot may come again.
    QVERIFY(model.oldest()->id == orders[OrdersModel::ordersMax - 1].id);
}

void OrdersModelTest::cellsTellTheOrder()
{
    OrdersModel model;
    model.restart(sampleOrders(1, start, 1));
    const auto cell = [&model](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(cell(OrdersModel::CustomerColumn), u"jonas_b"_s);
    QCOMPARE(cell(OrdersModel::ProductsColumn), u"Espresso machine Uno × 2, Walnut record player"_s);
    QCOMPARE(cell(OrdersModel::UnitsColumn), u"3"_s);
    QCOMPARE(cell(OrdersModel::AmountColumn), u"€159.50"_s);
    const QString aloud = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY(aloud.contains(u"jonas_b"_s) && aloud.contains(u"€159.50"_s));
    QCOMPARE(model.index(0, OrdersModel::IdColumn).data(Qt::ToolTipRole).toString(),
             model.orderAt(0).id.text());
    for (int column = 0; column < OrdersModel::ColumnCount; ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void OrdersModelTest::linesOfOneOrder()
{
    OrderLinesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Order order = sampleOrders(1, start, 2).first();
    model.show(order);
    QCOMPARE(model.rowCount(), order.lines.size());
    QCOMPARE(model.index(0, OrderLinesModel::ProductColumn).data().toString(), order.lines[0].productName);
    QCOMPARE(model.index(0, OrderLinesModel::PriceColumn).data().toString(), u"€49.00"_s);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.show(order);
    QCOMPARE(reset.count(), 0);
    Order unpriced = order;
    unpriced.lines[0].unitPrice = std::nullopt;
    model.show(unpriced);
    QCOMPARE(model.index(0, OrderLinesModel::PriceColumn).data().toString(), u"–"_s);
    model.show(std::nullopt);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(OrdersModelTest)
#include "test_orders_model.moc"
