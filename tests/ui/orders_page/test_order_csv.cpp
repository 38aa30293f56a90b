// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/orders_page/order_csv.h"
#include "ui/orders_page/order_export.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

const Instant start = instantFromMicroseconds(1'800'000'000'123'456);

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class OrderCsvTest : public QObject
{
    Q_OBJECT

private slots:
    void aCell_data();
    void aCell();
    void anOrderIsALineForEachProduct();
    void everyLineHasAsManyCells();
    void theExportAsksPartByPart();
    void aStoppedExportLeavesNoFile();
    void aFileThatCannotBeWrittenIsTold();
};

void OrderCsvTest::aCell_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("plain") << u"lamp"_s << QByteArray("lamp");
    QTest::newRow("empty") << QString() << QByteArray();
    QTest::newRow("comma") << u"desk, oak"_s << QByteArray("\"desk, oak\"");
    QTest::newRow("quote") << u"\"Harbour\""_s << QByteArray("\"\"\"Harbour\"\"\"");
    QTest::newRow("line end") << u"two\nlines"_s << QByteArray("\"two\nlines\"");
    QTest::newRow("umlaut") << u"Tür"_s << QByteArray("T\xc3\xbcr");
    QTest::newRow("formula =") << u"=1+1"_s << QByteArray("'=1+1");
    QTest::newRow("formula +") << u"+49"_s << QByteArray("'+49");
    QTest::newRow("formula -") << u"-2+3"_s << QByteArray("'-2+3");
    QTest::newRow("formula @") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)");
    QTest::newRow("formula behind a tab") << u"\t=1"_s << QByteArray("'\t=1");
    QTest::newRow("formula with a comma")
        << u"=HYPERLINK(\"x\",\"y\")"_s << QByteArray("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    QTest::newRow("not a formula") << u"a=b"_s << QByteArray("a=b");
}

void OrderCsvTest::aCell()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    QCOMPARE(csvCell(text), cell);
}

void OrderCsvTest::anOrderIsALineForEachProduct()
{
    Order order = sampleOrders(1, start, 1).first();
    order.username = u"=cmd|' /C calc'!A0"_s;
    const QByteArray lines = orderCsvLines(order);
    QCOMPARE(lines.count("\r\n"), order.lines.size());
    QVERIFY(lines.startsWith(QByteArray(order.id.text().toUtf8() + ",2027-01-15T08:00:00.123Z,")));
    QVERIFY(lines.contains(",'=cmd|"));
    QVERIFY(lines.contains(",49.00,98.00,EUR,159.50\r\n") || lines.contains(",49.00,49.00,EUR,"));
}

void OrderCsvTest::everyLineHasAsManyCells()
{
    Order order = sampleOrders(1, start).first();
    order.lines.first().unitPrice = std::nullopt;
    QCOMPARE(orderCsvHeader().count(','), orderCsvLines(order).count(','));
}

void OrderCsvTest::theExportAsksPartByPart()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"orders.csv"_s);
    OrderExport exporting;
    QSignalSpy asked(&exporting, &OrderExport::partRequested);
    QSignalSpy finished(&exporting, &OrderExport::finished);
    exporting.start(path, u"lamp"_s, 9);
    const QList<Order> orders = sampleOrders(OrderSearch::limitMax + 3, start);
    QCOMPARE(asked.count(), 1);
    exporting.take(orders.first(OrderSearch::limitMax));
    QCOMPARE(asked.count(), 2);
    // Nothing stands there before all of it does.
    QVERIFY(!QFile::exists(path));
    const auto second = asked[1][0].value<OrderSearch>();
    QCOMPARE(second.text, u"lamp"_s);
    QCOMPARE(second.ticket, 9);
    QVERIFY(second.before->id == orders[OrderSearch::limitMax - 1].id);
    exporting.take(orders.last(3));
    QCOMPARE(finished.count(), 1);
    QCOMPARE(finished[0][1].toInt(), OrderSearch::limitMax + 3);
    QVERIFY(!exporting.isRunning());
    qsizetype lines = 1;
    for (const Order &order : orders)
        lines += order.lines.size();
    QCOMPARE(contentOf(path).count("\r\n"), lines);
}

void OrderCsvTest::aStoppedExportLeavesNoFile()
{
    const QTemporaryDir directory;
    OrderExport exporting;
    exporting.start(directory.filePath(u"orders.csv"_s), {}, 1);
    exporting.take(sampleOrders(OrderSearch::limitMax, start));
    exporting.stop();
    exporting.take(sampleOrders(1, start));
    QVERIFY(QDir(directory.path()).isEmpty());
}

void OrderCsvTest::aFileThatCannotBeWrittenIsTold()
{
    const QTemporaryDir directory;
    OrderExport exporting;
    QSignalSpy failed(&exporting, &OrderExport::failed);
    QSignalSpy asked(&exporting, &OrderExport::partRequested);
    exporting.start(directory.filePath(u"no/such/folder/orders.csv"_s), {}, 1);
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains(u"orders.csv"_s));
    QCOMPARE(asked.count(), 0);
    QVERIFY(!exporting.isRunning());
}

QTEST_GUILESS_MAIN(OrderCsvTest)
#include "test_order_csv.moc"
