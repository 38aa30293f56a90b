// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/sales_page/sale_acts.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Instant now = instantFromMicroseconds(1'800'000'000'000'000);

SaleEffect effectOf(int holds, qint64 held)
{
    return {.stock = {.products = 12, .sold = 30, .held = held, .available = 100}, .holds = holds};
}

} // namespace

class SaleActsTest : public QObject
{
    Q_OBJECT

private slots:
    void thePhaseAllows_data();
    void thePhaseAllows();
    void anOpenEndIsNotExtended();
    void allowedOnlyUntilTheEnd();
    void startNamesItsEffect();
    void endNamesTheHoldsThatAreLeft();
    void cancelNamesWhatItReleases();
    void cancelWithoutHoldsReleasesNothing();
    void doneTellsWhatHappened();
    void unitsBeyondAnIntStillFitABar();
};

void SaleActsTest::thePhaseAllows_data()
{
    QTest::addColumn<int>("sale");
    QTest::addColumn<QString>("allowed");
    QTest::newRow("live") << 0 << u"pause extend end cancel"_s;
    QTest::newRow("paused") << 1 << u"resume extend end cancel"_s;
    QTest::newRow("scheduled") << 2 << u"start extend cancel"_s;
    QTest::newRow("draft") << 3 << u"start cancel"_s;
    QTest::newRow("ended") << 4 << QString();
    QTest::newRow("cancelled") << 5 << QString();
}

void SaleActsTest::thePhaseAllows()
{
    QFETCH(int, sale);
    QFETCH(QString, allowed);
    const std::pair<SaleAct, QString> acts[] = {
        {SaleAct::Start, u"start"_s},   {SaleAct::Pause, u"pause"_s}, {SaleAct::Resume, u"resume"_s},
        {SaleAct::Extend, u"extend"_s}, {SaleAct::End, u"end"_s},     {SaleAct::Cancel, u"cancel"_s}};
    QStringList found;
    for (const auto &[act, name] : acts) {
        if (isAllowed(act, salesInEveryPhase(now)[static_cast<size_t>(sale)], now))
            found += name;
    }
    QCOMPARE(found.join(u' '), allowed);
}

void SaleActsTest::anOpenEndIsNotExtended()
{
    Sale sale = plainSale(1, u"open"_s, now);
    QVERIFY(isAllowed(SaleAct::Extend, sale, now));
    sale.endsAt = std::nullopt;
    QVERIFY(!isAllowed(SaleAct::Extend, sale, now));
}

void SaleActsTest::allowedOnlyUntilTheEnd()
{
    const Sale sale = plainSale(1, u"short"_s, now);
    QVERIFY(isAllowed(SaleAct::Pause, sale, *sale.endsAt - 1us));
    QVERIFY(!isAllowed(SaleAct::Pause, sale, *sale.endsAt));
}

void SaleActsTest::startNamesItsEffect()
{
    const Sale sale = plainSale(1, u"Winter"_s, now);
    const Confirmation asked = startConfirmation(sale, effectOf(0, 0));
    QVERIFY(asked.effects.first().contains(u"12 products with 100 units"_s));
    QVERIFY(asked.isReversible && asked.typedName.isEmpty());
    QVERIFY(startConfirmation(sale, {}).effects.first().contains(u"no product"_s));
}

void SaleActsTest::endNamesTheHoldsThatAreLeft()
{
    Sale sale = plainSale(1, u"Winter"_s, now);
    QVERIFY(endConfirmation(sale, effectOf(37, 80))
                .effects.contains(u"End the sale: 37 holds can still be bought until they run out."_s));
    QVERIFY(endConfirmation(sale, effectOf(1, 2))
                .effects.contains(u"End the sale: 1 hold can still be bought until it runs out."_s));
    QVERIFY(endConfirmation(sale, effectOf(0, 0)).effects.contains(u"Nobody holds anything of it."_s));
    QVERIFY(!endConfirmation(sale, effectOf(37, 80)).isReversible);
    sale.holdsFrozenAt = now;
    QVERIFY(endConfirmation(sale, effectOf(37, 80)).effects.contains(u"Their clocks run again."_s));
}

void SaleActsTest::cancelNamesWhatItReleases()
{
    const Sale sale = plainSale(1, u"Winter & more"_s, now);
    const Confirmation asked = cancelConfirmation(sale, effectOf(37, 212));
    QCOMPARE(asked.act, u"Release 37 reservations of 212 units"_s);
    QCOMPARE(asked.typedName, sale.name);
    QVERIFY(!asked.isReversible);
    QVERIFY(asked.effects.contains(u"What was bought stays bought: 30 units."_s));
    QCOMPARE(cancelConfirmation(sale, effectOf(1, 1)).act, u"Release 1 reservation of 1 unit"_s);
}

void SaleActsTest::cancelWithoutHoldsReleasesNothing()
{
    const Confirmation asked = cancelConfirmation(plainSale(1, u"A & B"_s, now), effectOf(0, 0));
    QCOMPARE(asked.act, u"Cancel “A && B”"_s);
    QVERIFY(!asked.effects.join(u' ').contains(u"Release"_s));
}

void SaleActsTest::doneTellsWhatHappened()
{
    Sale sale = plainSale(1, u"Winter"_s, now);
    QCOMPARE(doneText({SaleAct::Resume, sale, 0, std::nullopt}), u"Resumed “Winter”"_s);
    QCOMPARE(doneText({SaleAct::Cancel, sale, 37, std::nullopt}),
             u"Cancelled “Winter” and released 37 holds"_s);
    sale.pausedAt = sale.holdsFrozenAt = now;
    QCOMPARE(doneText({SaleAct::Pause, sale, 37, std::nullopt}),
             u"Paused “Winter”; the clocks stand still for 37 holds"_s);
    QCOMPARE(doneText({SaleAct::Resume, sale, 1, std::nullopt}),
             u"Resumed “Winter”; the clocks run again for 1 hold"_s);
}

void SaleActsTest::unitsBeyondAnIntStillFitABar()
{
    const SaleStock stock{.products = 90, .sold = 6'000'000'000, .held = 0, .available = 3'000'000'000};
    const StockLevel level = proportionsOf(stock);
    QVERIFY(level.addsUp());
    QVERIFY(level.sold > 0 && level.available > 0);
    QVERIFY(std::abs(level.sold - 2 * level.available) <= 2);
    QCOMPARE(proportionsOf({.products = 1, .sold = 3, .held = 2, .available = 1}), (StockLevel{6, 1, 2, 3}));
}

QTEST_GUILESS_MAIN(SaleActsTest)
#include "test_sale_acts.moc"
