// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/number_text.h"
#include "ui/widgets/rate_plot.h"

#include <QLocale>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class NumberTextTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void countdown_data()
    {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("over") << qint64(0) << u"00:00"_s;
        QTest::newRow("long over") << qint64(-5'000'000) << u"00:00"_s;
        QTest::newRow("a begun second counts") << qint64(1) << u"00:01"_s;
        QTest::newRow("a whole second") << qint64(1'000'000) << u"00:01"_s;
        QTest::newRow("minutes") << qint64(151'000'000) << u"02:31"_s;
        QTest::newRow("hours") << qint64(3'751'000'000) << u"1:02:31"_s;
        QTest::newRow("days") << qint64(3 * 86'400'000'000 + 14'706'000'000) << u"3 d 04:05:06"_s;
    }

    void countdown()
    {
        QFETCH(qint64, microseconds);
        QTEST(countdownText(std::chrono::microseconds(microseconds)), "text");
    }

    void durationsAreTold()
    {
        QCOMPARE(durationText(0s), u"0 s"_s);
        QCOMPARE(durationText(45s), u"45 s"_s);
        QCOMPARE(durationText(600s), u"10 min"_s);
        QCOMPARE(durationText(90s), u"1 min 30 s"_s);
        QCOMPARE(durationText(3600s), u"1 h"_s);
        QCOMPARE(durationText(3905s), u"1 h 5 min"_s);
        QCOMPARE(durationText(86'400s), u"24 h"_s);
    }

    void moneyKeepsItsCents()
    {
        const Money amount = *Money::fromMinorUnits(123'450'09);
        QCOMPARE(moneyText(amount, u"EUR"_s), u"€123,450.09"_s);
        QCOMPARE(moneyText(amount, u"CHF"_s), u"123,450.09 CHF"_s);
        QCOMPARE(moneyText(*Money::fromMinorUnits(5), u"USD"_s), u"$0.05"_s);
        QCOMPARE(wholeMoneyText(123'450'99, u"GBP"_s), u"£123,450"_s);
    }

    void axisEndsAtARoundNumber()
    {
        QCOMPARE(axisTop(0), 1.0);
        QCOMPARE(axisTop(1.2), 2.0);
        QCOMPARE(axisTop(20), 20.0);
        QCOMPARE(axisTop(4321), 5000.0);
    }
};

QTEST_APPLESS_MAIN(NumberTextTest)
#include "test_number_text.moc"
