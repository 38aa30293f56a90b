// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/frame/sale_clock.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant now = instantFromMicroseconds(1'800'000'000'000'000);

} // namespace

class SaleViewTest : public QObject
{
    Q_OBJECT

private slots:
    void aPhaseIsAWordAndAnIcon_data();
    void aPhaseIsAWordAndAnIcon();
    void aPauseTellsWhetherClocksStandStill();
    void otherSalesAreNamed();
    void withoutAClockNothingIsClaimed();
};

void SaleViewTest::aPhaseIsAWordAndAnIcon_data()
{
    QTest::addColumn<int>("sale");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("countdown");
    QTest::newRow("live") << 0 << u"LIVE"_s << u"ends in"_s << u"42:10"_s;
    QTest::newRow("paused") << 1 << u"PAUSED"_s << u"holds frozen, ends in"_s << u"1:00:00"_s;
    QTest::newRow("scheduled") << 2 << u"SCHEDULED"_s << u"starts in"_s << u"1 d 02:00:00"_s;
    QTest::newRow("draft") << 3 << u"DRAFT"_s << u"not scheduled yet"_s << QString();
    QTest::newRow("cancelled") << 5 << u"CANCELLED"_s << u"called off"_s << QString();
}

void SaleViewTest::aPhaseIsAWordAndAnIcon()
{
    QFETCH(int, sale);
    QFETCH(QString, word);
    QFETCH(QString, caption);
    QFETCH(QString, countdown);
    const SaleView view = saleViewOf(salesInEveryPhase(now)[static_cast<size_t>(sale)], now);
    QCOMPARE(phaseWord(view), word);
    QVERIFY(!phaseIcon(view).isEmpty());
    QCOMPARE(view.caption, caption);
    QCOMPARE(view.countdown, countdown);
}

void SaleViewTest::aPauseTellsWhetherClocksStandStill()
{
    Sale sale = plainSale(1, u"sale"_s, now);
    sale.pausedAt = now;
    QCOMPARE(saleViewOf(sale, now).caption, u"holds run, ends in"_s);
    sale.holdsFrozenAt = now;
    QCOMPARE(saleViewOf(sale, now).caption, u"holds frozen, ends in"_s);
    sale.endsAt = std::nullopt;
    QCOMPARE(saleViewOf(sale, now).caption, u"holds frozen, open-ended"_s);
}

void SaleViewTest::otherSalesAreNamed()
{
    const Sale sale = plainSale(1, u"sale"_s, now);
    QCOMPARE(saleViewOf(sale, now).name, u"sale"_s);
    QCOMPARE(saleViewOf(sale, now, {.live = 2, .paused = 0}).name, u"sale (and 2 more live)"_s);
    QCOMPARE(saleViewOf(sale, now, {.live = 1, .paused = 1}).name, u"sale (and 1 more live, 1 paused)"_s);
}

void SaleViewTest::withoutAClockNothingIsClaimed()
{
    QVERIFY(saleViewOf(plainSale(1, u"sale"_s, now), std::nullopt).isWaiting);
    QCOMPARE(phaseWord(saleViewOf(std::nullopt, now)), u"NO SALE"_s);
}

QTEST_APPLESS_MAIN(SaleViewTest)
#include "test_sale_view.moc"
