// SPDX-License-Identifier: GPL-3.0-only
#include "app/status_line.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

StockState stock(qint64 product, int available, int reserved, int sold, qint64 version)
{
    return {*ProductId::from(product), {available + reserved + sold, available, reserved, sold}, version};
}

Product product(const StockState &stock)
{
    return {.id = stock.product,
            .name = {},
            .description = {},
            .category = {},
            .price = {},
            .currency = {},
            .perUserLimit = {},
            .stockVersion = stock.stockVersion,
            .stock = stock.level,
            .sale = {},
            .createdAt = {}};
}

} // namespace

class TestStatusLine final : public QObject
{
    Q_OBJECT

private slots:
    void addsUpWhatTheFeedSays();
    void countsWhatASnapshotTells();
    void forgetsWhatIsGone();
    void countsRequestsBetweenTwoLooks();
    void saysThatTheDatabaseIsDown();

private:
    ChangeFeed m_feed;
    LogWriter m_writer{{}};
};

void TestStatusLine::addsUpWhatTheFeedSays()
{
    StatusLine line(m_feed.tap(FeedTap::Scope::Stock), m_writer);
    QVERIFY(line.next().startsWith(u"0 products · 0 units held · 0 sold · "_s));
    ChangeSet changes;
    changes.stocks = {stock(1, 5, 3, 2, 1), stock(2, 0, 1, 9, 1)};
    m_feed.publish(changes);
    QVERIFY(line.next().startsWith(u"2 products · 4 units held · 11 sold · "_s));
    changes.stocks = {stock(1, 5, 0, 5, 2)};
    m_feed.publish(changes);
    QVERIFY(line.next().startsWith(u"2 products · 1 units held · 14 sold · "_s));
}

// As desk/snapshot.h reads it: products, with their stock, and no stock beside them.
void TestStatusLine::countsWhatASnapshotTells()
{
    StatusLine line(m_feed.tap(FeedTap::Scope::Stock), m_writer);
    const auto during = m_feed.tap();
    ChangeSet snapshot;
    snapshot.products = {product(stock(1, 5, 3, 2, 7)), product(stock(2, 0, 1, 9, 1))};
    m_feed.publishSnapshot(snapshot, *during);
    QVERIFY(line.next().startsWith(u"2 products · 4 units held · 11 sold · "_s));

    // Newer stock and an older one; then an edit of the catalogue, which was read before the newer stock.
    ChangeSet changes;
    changes.stocks = {stock(1, 5, 0, 5, 8), stock(2, 1, 0, 9, 0)};
    m_feed.publish(changes);
    QVERIFY(line.next().startsWith(u"2 products · 1 units held · 14 sold · "_s));
    changes = {};
    changes.products = {product(stock(1, 5, 3, 2, 7))};
    m_feed.publish(changes);
    QVERIFY(line.next().startsWith(u"2 products · 1 units held · 14 sold · "_s));
}

void TestStatusLine::forgetsWhatIsGone()
{
    StatusLine line(m_feed.tap(FeedTap::Scope::Stock), m_writer);
    ChangeSet changes;
    changes.stocks = {stock(1, 5, 3, 2, 1), stock(2, 0, 1, 9, 1)};
    m_feed.publish(changes);
    QVERIFY(line.next().startsWith(u"2 products"_s));
    ChangeSet archived;
    archived.archivedProducts = {*ProductId::from(2)};
    m_feed.publish(archived);
    QVERIFY(line.next().startsWith(u"1 products · 3 units held"_s));

    const auto during = m_feed.tap();
    ChangeSet snapshot;
    snapshot.stocks = {stock(7, 1, 0, 0, 1)};
    m_feed.publishSnapshot(snapshot, *during);
    QVERIFY(line.next().startsWith(u"1 products · 0 units held · 0 sold"_s));
}

void TestStatusLine::countsRequestsBetweenTwoLooks()
{
    StatusLine line(m_feed.tap(FeedTap::Scope::Stock), m_writer);
    m_feed.updateService([](ServiceState &state) { state.requests = 1'000'000'000; });
    QVERIFY2(!line.next().endsWith(u" 0 requests/s"_s), "a billion requests went by");
    QVERIFY(line.next().endsWith(u" 0 requests/s"_s));
}

void TestStatusLine::saysThatTheDatabaseIsDown()
{
    StatusLine line(m_feed.tap(FeedTap::Scope::Stock), m_writer);
    QVERIFY(!line.next().contains(u"DATABASE"_s));
    m_feed.updateService([](ServiceState &state) { state.database = Health::Down; });
    QVERIFY(line.next().endsWith(u"DATABASE DOWN"_s));
}

QTEST_GUILESS_MAIN(TestStatusLine)
#include "test_status_line.moc"
