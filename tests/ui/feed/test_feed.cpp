// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/rate_meter.h"
#include "ui/feed/sales_history.h"
#include "ui/feed/situation.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const RateMeter::TimePoint start{};

Sale saleAt(qint64 id, std::optional<Instant> startsAt, std::optional<Instant> endsAt)
{
    return {.id = *SaleId::from(id),
            .name = QString::number(id),
            .startsAt = startsAt,
            .endsAt = endsAt,
            .pausedAt = std::nullopt,
            .cancelledAt = std::nullopt,
            .version = 1};
}

ChangeSet stockChange(qint64 product, StockLevel level, qint64 version)
{
    ChangeSet changes;
    changes.stocks.push_back({*ProductId::from(product), level, version});
    return changes;
}

} // namespace

class FeedTest : public QObject
{
    Q_OBJECT

private slots:
    void rateCountsTheLastMinute();
    void rateStartsAnewWhenTheCounterFalls();
    void rateIsThatOfTheMinuteOnAFastBeat();
    void historyPutsSalesIntoTheirSecond();
    void historyIsBounded();
    void historyIgnoresASnapshotsJump();
    void olderStockIsIgnored();
    void anEditDoesNotBringOldStockBack();
    void archivedProductsGo();
    void totalsCountByCurrency();
    void alarmsAreOrderedByGravity();
    void nothingWrongNoAlarm();
    void stockThatDiffersIsAnAlarm();
    void theLiveSaleIsInView();
};

void FeedTest::rateCountsTheLastMinute()
{
    RateMeter meter;
    QCOMPARE(meter.perMinute(), 0);
    for (int second = 0; second <= 300; ++second)
        meter.add(start + std::chrono::seconds(second), second * 3);
    QCOMPARE(meter.perMinute(), 180);
}

void FeedTest::rateStartsAnewWhenTheCounterFalls()
{
    RateMeter meter;
    meter.add(start, 1000);
    meter.add(start + 1s, 1010);
    meter.add(start + 2s, 0);
    meter.add(start + 3s, 4);
    QCOMPARE(meter.perMinute(), 4);
}

void FeedTest::rateIsThatOfTheMinuteOnAFastBeat()
{
    RateMeter meter;
    for (int beat = 0; beat < 100'000; ++beat)
        meter.add(start + beat * 250ms, beat);
    // One beat is one count: a minute holds 240 of them, give or take the second a reading stands for.
    QVERIFY(meter.perMinute() >= 236 && meter.perMinute() <= 240);
}

void FeedTest::historyPutsSalesIntoTheirSecond()
{
    SalesHistory history;
    history.add(start, 100);
    history.add(start + 500ms, 103);
    history.add(start + 1s, 105);
    history.add(start + 3s, 106);
    const std::deque<qint64> expected{3, 2, 0, 1};
    QCOMPARE(history.unitsBySecond(), expected);
    QCOMPARE(history.rateAt(3), 6.0 / SalesHistory::smoothingSeconds);
}

void FeedTest::historyIsBounded()
{
    SalesHistory history;
    history.add(start, 0);
    history.add(start + 24h, 1);
    QCOMPARE(std::ssize(history.unitsBySecond()), SalesHistory::secondsMax);
    QCOMPARE(history.unitsBySecond().back(), 1);
}

void FeedTest::historyIgnoresASnapshotsJump()
{
    SalesHistory history;
    history.add(start, 10);
    history.rebase(5000);
    history.add(start + 100ms, 5001);
    QCOMPARE(history.unitsBySecond().back(), 1);
}

void FeedTest::olderStockIsIgnored()
{
    Catalogue catalogue;
    ChangeSet first;
    first.products = {plainProduct(1, u"Lamp"_s, {10, 10, 0, 0})};
    catalogue.apply(first, true);
    QVERIFY(catalogue.apply(stockChange(1, {10, 7, 3, 0}, 5), false).touched.contains(*ProductId::from(1)));
    QVERIFY(catalogue.apply(stockChange(1, {10, 9, 1, 0}, 4), false).isEmpty());
    QCOMPARE(catalogue.find(*ProductId::from(1))->stock.available, 7);
}

void FeedTest::anEditDoesNotBringOldStockBack()
{
    Catalogue catalogue;
    ChangeSet first;
    first.products = {plainProduct(1, u"Lamp"_s, {10, 10, 0, 0})};
    catalogue.apply(first, true);
    catalogue.apply(stockChange(1, {10, 7, 3, 0}, 5), false);
    first.products[0].name = u"Desk lamp"_s;
    first.products[0].version = 2;
    QVERIFY(catalogue.apply(first, false).isEdited);
    QCOMPARE(catalogue.nameOf(*ProductId::from(1)), u"Desk lamp"_s);
    QCOMPARE(catalogue.find(*ProductId::from(1))->stock.available, 7);
}

void FeedTest::archivedProductsGo()
{
    Catalogue catalogue;
    ChangeSet first;
    first.products = {plainProduct(1, u"Lamp"_s, {10, 10, 0, 0})};
    catalogue.apply(first, true);
    ChangeSet gone;
    gone.archivedProducts = {*ProductId::from(1)};
    QVERIFY(catalogue.apply(gone, false).gone.contains(*ProductId::from(1)));
    QVERIFY(!catalogue.find(*ProductId::from(1)));
    QCOMPARE(catalogue.nameOf(*ProductId::from(1)), u"Product 1"_s);
}

void FeedTest::totalsCountByCurrency()
{
    Catalogue catalogue;
    ChangeSet all;
    all.products = {plainProduct(1, u"a"_s, {10, 4, 1, 5}), plainProduct(2, u"b"_s, {10, 7, 0, 3}),
                    plainProduct(3, u"c"_s, {10, 9, 0, 1})};
    all.products[1].currency = u"USD"_s;
    all.products[2].price.reset();
    catalogue.apply(all, true);
    const SalesTotals totals = catalogue.totals();
    QCOMPARE(totals.sold, 9);
    QCOMPARE(totals.reserved, 1);
    QCOMPARE(totals.total, 30);
    const std::map<QString, qint64> expected{{u"EUR"_s, 5 * 4900}, {u"USD"_s, 3 * 4900}};
    QVERIFY(totals.revenueMinorUnits == expected);
}

void FeedTest::alarmsAreOrderedByGravity()
{
    Situation situation;
    situation.age = 5s;
    situation.service.server = Health::Down;
    situation.service.database = Health::Degraded;
    const QList<Alarm> alarms = alarmsOf(situation, Catalogue());
    QCOMPARE(alarms.size(), 3);
    QCOMPARE(alarms[0].kind, Alarm::Kind::Stale);
    QCOMPARE(alarms[1].kind, Alarm::Kind::Server);
    QCOMPARE(alarms[2].severity, Severity::Warning);
}

void FeedTest::nothingWrongNoAlarm()
{
    const SampleShop shop;
    Situation situation{.service = goodService(shop), .age = staleAfter};
    QVERIFY(alarmsOf(situation, Catalogue()).isEmpty());
    situation.age = staleAfter + 1ms;
    QCOMPARE(alarmsOf(situation, Catalogue()).size(), 1);
    situation.age.reset();
    QVERIFY(alarmsOf(situation, Catalogue()).isEmpty());
}

void FeedTest::stockThatDiffersIsAnAlarm()
{
    Catalogue catalogue;
    ChangeSet all;
    all.products = {plainProduct(1, u"Lamp"_s, {10, 4, 1, 4})};
    catalogue.apply(all, true);
    const QList<Alarm> alarms = alarmsOf({}, catalogue);
    QCOMPARE(alarms.size(), 1);
    QVERIFY(alarms[0].text.contains(u"Lamp"_s));
}

void FeedTest::theLiveSaleIsInView()
{
    const Instant now = instantFromMicroseconds(1'000'000'000'000);
    QHash<SaleId, Sale> sales;
    QVERIFY(!saleInView(sales, now));
    const auto add = [&sales](const Sale &sale) { sales.insert(sale.id, sale); };
    add(saleAt(1, std::nullopt, std::nullopt));
    QCOMPARE(saleInView(sales, now)->id.number(), 1);
    add(saleAt(2, now - 2h, now - 1h));
    QCOMPARE(saleInView(sales, now)->id.number(), 2);
    add(saleAt(3, now + 1h, std::nullopt));
    add(saleAt(4, now + 30min, std::nullopt));
    QCOMPARE(saleInView(sales, now)->id.number(), 4);
    add(saleAt(5, now - 1h, std::nullopt));
    add(saleAt(6, now - 1h, now + 1h));
    QCOMPARE(saleInView(sales, now)->id.number(), 6);
    QCOMPARE(saleCount(sales, SalePhase::Live, now), 2);
}

QTEST_APPLESS_MAIN(FeedTest)
#include "test_feed.moc"
