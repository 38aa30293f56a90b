// SPDX-License-Identifier: GPL-3.0-only
#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/iso_text.h"
#include "domain/money.h"
#include "domain/purchase.h"
#include "domain/quantity.h"
#include "domain/refusal.h"
#include "domain/reservation.h"
#include "domain/sale.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <random>
#include <thread>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestValues final : public QObject
{
    Q_OBJECT

private slots:
    void uuidsAreVersion7();
    void uuidsFollowTime();
    void uuidsAreNeverTheSame();
    void writesUuidsAsQtDoes();
    void parsesOnlyPlainUuids_data();
    void parsesOnlyPlainUuids();
    void numberIdsArePositive();
    void moneyGoesThereAndBack();
    void moneyRefusesWhatItCannotSay();
    void moneyMultiplies();
    void quantitiesHaveLimits();
    void instantsGoThereAndBack();
    void instantsReadAsQtWritesThem();
    void instantsNameTheirOffset();
    void everyCodeHasANameAndAMessage();
    void statusNamesGoThereAndBack();
    void holdIsOverAtItsTime();
    void phasesHaveEdges();
    void maskedNames();
};

void TestValues::uuidsAreVersion7()
{
    using namespace std::chrono;
    for (int repetition = 0; repetition < 1000; ++repetition) {
        const auto before = floor<milliseconds>(system_clock::now().time_since_epoch()).count();
        const auto bytes = makeUuid7().toRfc4122();
        const auto after = floor<milliseconds>(system_clock::now().time_since_epoch()).count();
        QCOMPARE(static_cast<quint8>(bytes[6]) >> 4, 7);
        QCOMPARE(static_cast<quint8>(bytes[8]) >> 6, 2);
        qint64 stamp = 0;
        for (int index = 0; index < 6; ++index)
            stamp = stamp << 8 | static_cast<quint8>(bytes[index]);
        QVERIFY(stamp >= before && stamp <= after);
    }
}

void TestValues::uuidsFollowTime()
{
    const auto first = UserId::make();
    QTest::qWait(3);
    const auto second = UserId::make();
    QVERIFY(first.text() < second.text());
    QVERIFY(first < second);
}

void TestValues::uuidsAreNeverTheSame()
{
    std::array<std::vector<QUuid>, 4> made;
    std::vector<std::thread> threads;
    for (auto &each : made) {
        threads.emplace_back([&each] {
            for (int count = 0; count < 5000; ++count)
                each.push_back(makeUuid7());
        });
    }
    for (auto &thread : threads)
        thread.join();
    QSet<QUuid> all;
    for (const auto &each : made)
        all += QSet<QUuid>(each.cbegin(), each.cend());
    QCOMPARE(all.size(), 20'000);
}

void TestValues::writesUuidsAsQtDoes()
{
    for (int round = 0; round < 1'000; ++round) {
        const auto uuid = QUuid::createUuid();
        QCOMPARE(QString(UuidText(uuid).view()), uuid.toString(QUuid::WithoutBraces));
    }
}

void TestValues::parsesOnlyPlainUuids_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isUuid");
    QTest::newRow("lower case") << u"0192f0c1-7a3b-7cde-8f01-23456789abcd"_s << true;
    QTest::newRow("upper case") << u"0192F0C1-7A3B-7CDE-8F01-23456789ABCD"_s << true;
    QTest::newRow("null") << u"00000000-0000-0000-0000-000000000000"_s << true;
    QTest::newRow("braces") << u"{0192f0c1-7a3b-7cde-8f01-23456789abcd}"_s << false;
    QTest::newRow("no hyphens") << u"0192f0c17a3b7cde8f0123456789abcd"_s << false;
    QTest::newRow("hyphens elsewhere") << u"0192f0c17-a3b-7cde-8f01-23456789abcd"_s << false;
    QTest::newRow("too short") << u"0192f0c1-7a3b-7cde-8f01-23456789abc"_s << false;
    QTest::newRow("too long") << u"0192f0c1-7a3b-7cde-8f01-23456789abcde"_s << false;
    QTest::newRow("not hexadecimal") << u"0192f0c1-7a3b-7cde-8f01-23456789abcg"_s << false;
    QTest::newRow("digits of another script") << u"0192f0c1-7a3b-7cde-8f01-23456789abc\u0661"_s << false;
    QTest::newRow("blank before") << u" 192f0c1-7a3b-7cde-8f01-23456789abcd"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestValues::parsesOnlyPlainUuids()
{
    QFETCH(QString, text);
    QFETCH(bool, isUuid);
    const auto uuid = parseUuid(text);
    QCOMPARE(uuid.has_value(), isUuid);
    if (uuid)
        QCOMPARE(uuid->toString(QUuid::WithoutBraces), text.toLower());
    if (uuid && uuid->isNull())
        QVERIFY(!UserId::from(*uuid));
}

void TestValues::numberIdsArePositive()
{
    QVERIFY(!ProductId::from(0));
    QVERIFY(!ProductId::from(-1));
    QCOMPARE(ProductId::from(1)->text(), u"1"_s);
    QCOMPARE(ProductId::from(std::numeric_limits<qint64>::max())->text(), u"9223372036854775807"_s);
}

void TestValues::moneyGoesThereAndBack()
{
    std::mt19937_64 random(20261120);
    for (int repetition = 0; repetition < 100'000; ++repetition) {
        const auto minorUnits = static_cast<qint64>(random() % (Money::minorUnitsMax + 1)) >> (random() % 40);
        const auto money = Money::fromMinorUnits(minorUnits).value();
        QCOMPARE(Money::fromNumber(money.number()), std::optional(money));
        QCOMPARE(Money::fromNumber(money.text().toDouble()), std::optional(money));
    }
    QCOMPARE(Money::fromMinorUnits(123450)->text(), u"1234.50"_s);
    QCOMPARE(Money::fromMinorUnits(5)->text(), u"0.05"_s);
    QCOMPARE(Money::fromNumber(0.1 + 0.2), std::nullopt); // not 0.3: a caller's arithmetic is the caller's
    QCOMPARE(Money::fromNumber(0.29)->minorUnits(), 29);
    QCOMPARE(Money::fromNumber(-0.0)->minorUnits(), 0);
}

void TestValues::moneyRefusesWhatItCannotSay()
{
    for (const double amount : {-0.01, -1.0, 10.005, 0.001, 100'000'000'000.01, 1e300})
        QVERIFY2(!Money::fromNumber(amount), qPrintable(QString::number(amount, 'g', 17)));
    QVERIFY(!Money::fromNumber(std::numeric_limits<double>::infinity()));
    QVERIFY(!Money::fromNumber(std::numeric_limits<double>::quiet_NaN()));
    QVERIFY(Money::fromNumber(100'000'000'000.0));
    QVERIFY(!Money::fromMinorUnits(-1));
    QVERIFY(!Money::fromMinorUnits(Money::minorUnitsMax + 1));
}

void TestValues::moneyMultiplies()
{
    const auto most = Money::fromMinorUnits(Money::minorUnitsMax).value();
    QCOMPARE(most.times(1), std::optional(most));
    QCOMPARE(most.times(2), std::nullopt);
    QCOMPARE(most.times(std::numeric_limits<qint64>::max()), std::nullopt);
    QCOMPARE(Money::fromMinorUnits(250)->times(4)->minorUnits(), 1000);
}

void TestValues::quantitiesHaveLimits()
{
    QVERIFY(!Quantity::from(0) && !Quantity::from(-1) && !Quantity::from(Quantity::maximum + 1));
    QCOMPARE(Quantity::from(1)->units(), 1);
    QCOMPARE(Quantity::from(Quantity::maximum)->units(), 1'000'000);
}

void TestValues::instantsGoThereAndBack()
{
    const auto moment = instantFromMicroseconds(1'795'166'100'123'999);
    QCOMPARE(toIsoText(moment), u"2026-11-20T09:15:00.123Z"_s);
    QVERIFY(fromIsoText(toIsoText(moment)) == instantFromMicroseconds(1'795'166'100'123'000));
    QCOMPARE(toIsoText(instantFromMicroseconds(-1)), u"1969-12-31T23:59:59.999Z"_s);
}

void TestValues::instantsReadAsQtWritesThem()
{
    constexpr qint64 firstYear = -62'135'596'800'000;
    constexpr qint64 afterLastYear = 253'402'300'800'000;
    const auto written = [](qint64 milliseconds) {
        return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs);
    };
    std::mt19937_64 random(20'261'120);
    for (int round = 0; round < 20'000; ++round) {
        const qint64 milliseconds = std::uniform_int_distribution(firstYear, afterLastYear - 1)(random);
        const auto instant = instantFromMicroseconds(milliseconds * 1000 + round % 1000);
        QCOMPARE(QString(IsoText(instant).view()), written(milliseconds));
    }
    for (const qint64 edge : {firstYear, afterLastYear - 1, qint64{-1}, qint64{0}, qint64{951'782'400'000}})
        QCOMPARE(toIsoText(instantFromMicroseconds(edge * 1000)), written(edge));
    for (const auto beyond : {instantFromMicroseconds((firstYear - 1) * 1000),
                              instantFromMicroseconds(afterLastYear * 1000), Instant::max(), Instant::min()})
        QVERIFY(toIsoText(beyond).isEmpty());
}

void TestValues::instantsNameTheirOffset()
{
    QVERIFY(fromIsoText(u"2026-11-20T10:15:00+01:00"_s) == fromIsoText(u"2026-11-20T09:15:00Z"_s));
    QVERIFY(fromIsoText(u"2026-11-20T09:15:00Z"_s));
    QVERIFY(!fromIsoText(u"2026-11-20T09:15:00"_s));
    QVERIFY(!fromIsoText(u"2026-02-30T09:15:00Z"_s));
    QVERIFY(!fromIsoText(u"tomorrow"_s));
    QVERIFY(!fromIsoText(QString()));
}

void TestValues::everyCodeHasANameAndAMessage()
{
    static const QRegularExpression upperSnake(u"^[A-Z]+(_[A-Z]+)*$"_s);
    QSet<QString> names;
    for (int index = 0; index < errorCodeCount; ++index) {
        const auto code = static_cast<ErrorCode>(index);
        const QString name(errorName(code));
        QVERIFY2(upperSnake.match(name).hasMatch(), qPrintable(name));
        QVERIFY(!defaultMessage(code).isEmpty());
        QCOMPARE(errorCodeFromName(name), std::optional(code));
        names.insert(name);
    }
    QCOMPARE(names.size(), errorCodeCount);
    // One of each end and some between: the table's order is the enumeration's.
    QCOMPARE(QString(errorName(ErrorCode::MalformedRequest)), u"MALFORMED_REQUEST"_s);
    QCOMPARE(QString(errorName(ErrorCode::OutOfStock)), u"OUT_OF_STOCK"_s);
    QCOMPARE(QString(errorName(ErrorCode::DbUnavailable)), u"DB_UNAVAILABLE"_s);
    QCOMPARE(QString(errorName(ErrorCode::InternalError)), u"INTERNAL_ERROR"_s);
    QVERIFY(!errorCodeFromName(u"out_of_stock"));
}

void TestValues::statusNamesGoThereAndBack()
{
    using enum ReservationStatus;
    for (const auto status : {Active, Consumed, Expired, Cancelled, Released})
        QVERIFY(reservationStatusFromName(QString(reservationStatusName(status))) == status);
    QVERIFY(!reservationStatusFromName(u"gone"));
}

void TestValues::holdIsOverAtItsTime()
{
    const auto end = instantFromMicroseconds(1'000'000);
    Reservation hold{.id = ReservationId::make(),
                     .product = ProductId::from(1).value(),
                     .user = UserId::make(),
                     .quantity = 1,
                     .status = ReservationStatus::Active,
                     .createdAt = {},
                     .expiresAt = end,
                     .endedAt = {}};
    QCOMPARE(hold.statusAt(end - std::chrono::microseconds(1)), ReservationStatus::Active);
    QCOMPARE(hold.statusAt(end), ReservationStatus::Expired);
    hold.status = ReservationStatus::Consumed;
    QCOMPARE(hold.statusAt(end), ReservationStatus::Consumed);
}

void TestValues::phasesHaveEdges()
{
    const auto noon = instantFromMicroseconds(1'000'000'000);
    const auto tick = std::chrono::microseconds(1);
    Sale sale{.id = SaleId::from(1).value(),
              .name = u"sale"_s,
              .startsAt = {},
              .endsAt = {},
              .pausedAt = {},
              .cancelledAt = {}};
    QCOMPARE(sale.phaseAt(noon), SalePhase::Draft);
    sale.startsAt = noon;
    QCOMPARE(sale.phaseAt(noon - tick), SalePhase::Scheduled);
    QCOMPARE(sale.phaseAt(noon), SalePhase::Live);
    sale.endsAt = noon + 2 * tick;
    QCOMPARE(sale.phaseAt(noon + tick), SalePhase::Live);
    QCOMPARE(sale.phaseAt(noon + 2 * tick), SalePhase::Ended);
    sale.pausedAt = noon;
    QCOMPARE(sale.phaseAt(noon + tick), SalePhase::Paused);
    sale.cancelledAt = noon;
    QCOMPARE(sale.phaseAt(noon + tick), SalePhase::Cancelled);
}

void TestValues::maskedNames()
{
    QCOMPARE(maskedName(u"alice"_s), u"a***"_s);
    QCOMPARE(maskedName(QString()), u"***"_s);
    QCOMPARE(maskedName(u"\U0001F600smile"_s), u"\U0001F600***"_s);
}

QTEST_GUILESS_MAIN(TestValues)
#include "test_values.moc"
