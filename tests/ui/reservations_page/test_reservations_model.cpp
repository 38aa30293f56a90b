// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/reservations_page/reservations_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

HoldChange makeHold(std::chrono::seconds left, const QString &user = u"amira"_s, qint64 product = 1)
{
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    return {{.id = ReservationId::make(),
             .product = *ProductId::from(product),
             .user = UserId::make(),
             .quantity = 1,
             .status = ReservationStatus::Active,
             .createdAt = now,
             .expiresAt = now + left,
             .endedAt = std::nullopt},
            user};
}

HoldChange ended(HoldChange hold, ReservationStatus status = ReservationStatus::Cancelled)
{
    hold.reservation.status = status;
    return hold;
}

/// Every signal by which a model moves its rows or speaks of them.
class Signals
{
public:
    explicit Signals(ReservationsModel &model)
        : m_spies{std::make_unique<QSignalSpy>(&model, &QAbstractItemModel::rowsInserted),
                  std::make_unique<QSignalSpy>(&model, &QAbstractItemModel::rowsRemoved),
                  std::make_unique<QSignalSpy>(&model, &QAbstractItemModel::layoutChanged),
                  std::make_unique<QSignalSpy>(&model, &QAbstractItemModel::dataChanged),
                  std::make_unique<QSignalSpy>(&model, &QAbstractItemModel::modelReset)}
    {
    }

    int count() const
    {
        int sum = 0;
        for (const auto &spy : m_spies)
            sum += static_cast<int>(spy->count());
        return sum;
    }
    int resets() const { return static_cast<int>(m_spies[4]->count()); }

private:
    std::array<std::unique_ptr<QSignalSpy>, 5> m_spies;
};

// A number of its own: a bound that grew with the code would prove nothing.
constexpr int signalsMax = 100;

} // namespace

class ReservationsModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        ChangeSet changes;
        changes.products = {plainProduct(1, u"Lamp"_s, {}), plainProduct(2, u"Kettle"_s, {})};
        m_catalogue.apply(changes, true);
        m_clock = {};
        m_clock.set({instantFromMicroseconds(1'800'000'000'000'000), std::chrono::steady_clock::now()});
    }

    void soonestComesFirst();
    void anEndedHoldNeverComesBack();
    void anExtendedHoldMoves();
    void frozenRowsStayAndTellTheirEnd();
    void filterFindsNamesProductsAndIds();
    void countdownIsTheDatabases();
    void aStoppedClockStandsStill();
    void aStoppedClockRunsAgainFromTheSalesEnd();
    void stoppedClocksComeInTheOrderOfWhatIsLeft();
    void activeHoldsOfSomeProducts();
    void activeCountNeedsNoApply();
    void randomChangesMatchANaiveReference();
    void oneBeatCostsFewSignals();
    void aHundredThousandHoldsApplyWithinABeat();

private:
    Catalogue m_catalogue;
    ServerClock m_clock;
};

void ReservationsModelTest::soonestComesFirst()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const HoldChange late = makeHold(90s);
    const HoldChange soon = makeHold(10s);
    model.gather({late}, true);
    model.apply();
    model.gather({soon}, false);
    QCOMPARE(model.rowCount(), 1);
    model.apply();
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.idAt(0) == soon.reservation.id);
    QCOMPARE(model.rowOf(late.reservation.id), 1);
}

void ReservationsModelTest::anEndedHoldNeverComesBack()
{
    ReservationsModel model(m_catalogue, m_clock);
    const HoldChange hold = makeHold(60s);
    model.gather({hold}, false);
    model.apply();
    model.gather({ended(hold)}, false);
    model.apply();
    model.gather({hold}, false);
    model.apply();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.activeCount(), 0);
}

void ReservationsModelTest::anExtendedHoldMoves()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    HoldChange first = makeHold(10s);
    model.gather({first, makeHold(20s)}, false);
    model.apply();
    first.reservation.expiresAt += 60s;
    first.username.clear();
    model.gather({first}, false);
    model.apply();
    QCOMPARE(model.rowOf(first.reservation.id), 1);
    QCOMPARE(model.index(1, ReservationsModel::CustomerColumn).data().toString(), u"amira"_s);
    QCOMPARE(model.rowCount(), 2);
}

void ReservationsModelTest::frozenRowsStayAndTellTheirEnd()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const HoldChange hold = makeHold(60s);
    model.gather({hold, makeHold(70s)}, false);
    model.apply();
    model.setFrozen(true);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.gather({ended(hold, ReservationStatus::Consumed), makeHold(5s)}, false);
    model.apply();
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.idAt(0) == hold.reservation.id);
    QCOMPARE(model.index(0, ReservationsModel::ExpiresInColumn).data().toString(), u"bought"_s);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.waitingCount(), 2);
    model.setFrozen(false);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(hold.reservation.id), -1);
    QCOMPARE(model.waitingCount(), 0);
}

void ReservationsModelTest::filterFindsNamesProductsAndIds()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const HoldChange amira = makeHold(10s, u"amira"_s, 1);
    const HoldChange jonas = makeHold(20s, u"jonas"_s, 2);
    model.gather({amira, jonas}, false);
    model.apply();
    model.setFilter({u"JON"_s, std::nullopt});
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({u"lamp"_s, std::nullopt});
    QVERIFY(model.idAt(0) == amira.reservation.id);
    model.setFilter({jonas.reservation.id.text().right(8), std::nullopt});
    QCOMPARE(model.rowOf(jonas.reservation.id), 0);
    model.setFilter({{}, ProductId::from(1)});
    QCOMPARE(model.rowOf(amira.reservation.id), 0);
    model.gather({makeHold(5s, u"noor"_s, 2)}, false);
    model.apply();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.activeCount(), 3);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 3);
}

void ReservationsModelTest::countdownIsTheDatabases()
{
    ReservationsModel model(m_catalogue, m_clock);
    HoldChange hold = makeHold(151s);
    model.gather({hold, makeHold(-5s)}, false);
    model.apply();
    QCOMPARE(model.index(0, 0).data().toString(), u"expired"_s);
    const QString text = model.index(1, 0).data().toString();
    QVERIFY2(text == u"02:31"_s || text == u"02:30"_s, qPrintable(text));
    QVERIFY(model.index(1, 0).data(ReservationsModel::SecondsLeftRole).toLongLong() >= 149);
    QCOMPARE(model.index(1, 0).data(ReservationsModel::SortRole).toLongLong(),
             toMicroseconds(hold.reservation.expiresAt));
    m_clock = {};
    QCOMPARE(model.index(1, 0).data().toString(), u"waiting"_s);
}

void ReservationsModelTest::aStoppedClockStandsStill()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    HoldChange hold = makeHold(192s);
    model.gather({hold}, true);
    model.apply();
    hold.reservation = frozenAt(now, hold.reservation, std::nullopt);
    model.gather({hold}, false);
    model.apply();
    const QModelIndex left = model.index(0, ReservationsModel::ExpiresInColumn);
    QCOMPARE(left.data().toString(), u"paused 03:12 left"_s);
    QVERIFY(left.data(ReservationsModel::ClockStoppedRole).toBool());
    m_clock.set({now + 3h, std::chrono::steady_clock::now()});
    QCOMPARE(left.data().toString(), u"paused 03:12 left"_s);
    QCOMPARE(left.data(ReservationsModel::SecondsLeftRole).toLongLong(), 192);
    // Resumed: what was left runs on from now.
    hold.reservation.frozenLeft = std::nullopt;
    hold.reservation.expiresAt = now + 3h + 192s;
    model.gather({hold}, false);
    model.apply();
    QVERIFY(model.index(0, 0).data().toString().startsWith(u"03:1"_s));
    QVERIFY(!model.index(0, 0).data(ReservationsModel::ClockStoppedRole).toBool());
}

void ReservationsModelTest::aStoppedClockRunsAgainFromTheSalesEnd()
{
    ReservationsModel model(m_catalogue, m_clock);
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    HoldChange hold = makeHold(192s);
    hold.reservation = frozenAt(now, hold.reservation, now + 60s);
    model.gather({hold}, true);
    model.apply();
    const auto text = [&] { return model.index(0, ReservationsModel::ExpiresInColumn).data().toString(); };
    QCOMPARE(text(), u"paused 03:12 left"_s);
    // Nobody tells: the sale's end has come, and the clock runs.
    m_clock.set({now + 90s, std::chrono::steady_clock::now()});
    QCOMPARE(text(), u"02:42"_s);
    m_clock.set({now + 60s + 192s, std::chrono::steady_clock::now()});
    QCOMPARE(text(), u"expired"_s);
}

void ReservationsModelTest::stoppedClocksComeInTheOrderOfWhatIsLeft()
{
    ReservationsModel model(m_catalogue, m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    std::vector<HoldChange> holds;
    for (const int left : {300, 100, 200}) {
        holds.push_back(makeHold(std::chrono::seconds(left)));
        holds.back().reservation = frozenAt(now, holds.back().reservation, std::nullopt);
    }
    holds.push_back(makeHold(600s));
    model.gather(holds, true);
    model.apply();
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, 0).data().toString();
    // What can end comes first; what was left longest, last.
    QVERIFY(texts.first().startsWith(u"10:0"_s) || texts.first().startsWith(u"09:5"_s));
    QCOMPARE(texts.sliced(1),
             (QStringList{u"paused 01:40 left"_s, u"paused 03:20 left"_s, u"paused 05:00 left"_s}));
}

void ReservationsModelTest::activeHoldsOfSomeProducts()
{
    ReservationsModel model(m_catalogue, m_clock);
    const HoldChange first = makeHold(60s);
    const HoldChange second = makeHold(60s, u"noor"_s, 2);
    model.gather({first, second}, true);
    // Also before they are applied.
    QCOMPARE(model.activeCountOf({*ProductId::from(1)}), 1);
    model.apply();
    QCOMPARE(model.activeCountOf({*ProductId::from(1), *ProductId::from(2)}), 2);
    model.gather({ended(first)}, false);
    QCOMPARE(model.activeCountOf({*ProductId::from(1)}), 0);
    model.gather({}, true);
    QCOMPARE(model.activeCountOf({*ProductId::from(2)}), 0);
}

void ReservationsModelTest::activeCountNeedsNoApply()
{
    ReservationsModel model(m_catalogue, m_clock);
    const HoldChange hold = makeHold(60s);
    model.gather({hold, hold, makeHold(70s)}, false);
    QCOMPARE(model.activeCount(), 2);
    model.gather({ended(hold), ended(hold)}, false);
    QCOMPARE(model.activeCount(), 1);
    model.gather({makeHold(1s)}, true);
    QCOMPARE(model.activeCount(), 1);
}

void ReservationsModelTest::randomChangesMatchANaiveReference()
{
    for (quint32 seed = 1; seed <= 12; ++seed) {
        QRandomGenerator random(seed);
        ReservationsModel model(m_catalogue, m_clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<HoldChange> active;
        QString text;
        for (int beat = 0; beat < 60; ++beat) {
            // The tester compares texts before and after a change: they have half a second until they change
            // by themselves.
            m_clock.set({instantFromMicroseconds(1'800'000'000'500'000), std::chrono::steady_clock::now()});
            std::vector<HoldChange> changes;
            const int size = random.bounded(8) == 0 ? 300 : 12; // now and then more than rowRangesMax ranges
            for (int change = 0; change < static_cast<int>(random.bounded(size)) + 1; ++change) {
                const auto any = active.empty() ? 0 : random.bounded(static_cast<quint32>(active.size()));
                const auto kind = active.empty() ? 0 : random.bounded(4U);
                if (kind <= 1) {
                    active.push_back(makeHold(std::chrono::seconds(60 + random.bounded(600)),
                                              random.bounded(2) ? u"amira"_s : u"jonas"_s,
                                              1 + random.bounded(2)));
                    changes.push_back(active.back());
                } else if (kind == 2) {
                    changes.push_back(ended(active[any]));
                    active.erase(active.begin() + any);
                } else {
                    active[any].reservation.expiresAt += 30s;
                    changes.push_back(active[any]);
                }
            }
            if (random.bounded(15) == 0)
                model.gather(active, true);
            else
                model.gather(changes, false);
            model.setFrozen(random.bounded(5) == 0);
            if (random.bounded(6) == 0) {
                text = random.bounded(2) ? u"jonas"_s : QString();
                model.setFilter({text, std::nullopt});
            }
            if (random.bounded(3) == 0)
                continue;
            model.setFrozen(false);
            model.apply();
            std::vector<HoldChange> expected;
            std::ranges::copy_if(active, std::back_inserter(expected),
                                 [&](const HoldChange &hold) { return hold.username.contains(text); });
            std::ranges::sort(expected, [](const HoldChange &left, const HoldChange &right) {
                return std::pair(left.reservation.expiresAt, left.reservation.id.uuid())
                    < std::pair(right.reservation.expiresAt, right.reservation.id.uuid());
            });
            QCOMPARE(model.rowCount(), static_cast<int>(expected.size()));
            QCOMPARE(model.activeCount(), static_cast<int>(active.size()));
            for (int row = 0; row < model.rowCount(); ++row) {
                QVERIFY(model.idAt(row) == expected[static_cast<size_t>(row)].reservation.id);
                QCOMPARE(model.rowOf(model.idAt(row)), row);
            }
        }
    }
}

void ReservationsModelTest::oneBeatCostsFewSignals()
{
    ReservationsModel model(m_catalogue, m_clock);
    std::vector<HoldChange> holds;
    for (int hold = 0; hold < 2000; ++hold)
        holds.push_back(makeHold(std::chrono::seconds(60 + hold)));
    model.gather(holds, true);
    model.apply();

    const Signals all(model);
    std::vector<HoldChange> changes;
    for (size_t hold = 0; hold < holds.size(); hold += 2) {
        changes.push_back(ended(holds[hold]));
        changes.push_back(makeHold(std::chrono::seconds(60 + hold), u"jonas"_s));
    }
    for (const HoldChange &change : changes)
        model.gather({change}, false);
    QCOMPARE(all.count(), 0);
    model.apply();
    QCOMPARE(model.rowCount(), 2000);
    QVERIFY2(all.count() <= signalsMax, qPrintable(QString::number(all.count())));
    QCOMPARE(all.resets(), 0);
    model.apply();
    QVERIFY(all.count() <= signalsMax);
}

void ReservationsModelTest::aHundredThousandHoldsApplyWithinABeat()
{
    constexpr int holdCount = 100'000;
    constexpr int changeCount = 5'000;
    QRandomGenerator random(3);
    std::vector<HoldChange> holds;
    for (int hold = 0; hold < holdCount; ++hold)
        holds.push_back(makeHold(std::chrono::seconds(60 + random.bounded(600))));
    ReservationsModel model(m_catalogue, m_clock);
    QElapsedTimer timer;
    timer.start();
    model.gather(holds, true);
    model.apply();
    qInfo("snapshot of %d holds: %lld ms", holdCount, timer.elapsed());

    const Signals all(model);
    qint64 slowest = 0;
    for (int beat = 0; beat < 8; ++beat) {
        std::vector<HoldChange> changes;
        for (int change = 0; change < changeCount / 2; ++change) {
            const auto any = random.bounded(static_cast<quint32>(holds.size()));
            changes.push_back(ended(holds[any]));
            holds[any] = makeHold(std::chrono::seconds(60 + random.bounded(600)));
            changes.push_back(holds[any]);
        }
        timer.restart();
        model.gather(changes, false);
        model.apply();
        slowest = std::max(slowest, timer.elapsed());
    }
    qInfo("%d changes among %d holds: at most %lld ms", changeCount, holdCount, slowest);
    QCOMPARE(model.rowCount(), holdCount);
    QVERIFY(all.count() <= 8 * signalsMax);
    QCOMPARE(all.resets(), 0);
    // Far below a beat on a quiet machine; the bound only has to tell linear from quadratic.
    QVERIFY2(slowest < 5000, qPrintable(QString::number(slowest)));
}

QTEST_MAIN(ReservationsModelTest)
#include "test_reservations_model.moc"
