// SPDX-License-Identifier: GPL-3.0-only
#include "app/stop_deadline.h"

#include <QTest>

#include <atomic>

using namespace holdfast;
using namespace std::chrono_literals;

class TestStopDeadline final : public QObject
{
    Q_OBJECT

private slots:
    void runsTheLastResortWhenTimeIsOver();
    void isCalledOffInTime();
    void waitsForALastResortUnderWay();
};

void TestStopDeadline::runsTheLastResortWhenTimeIsOver()
{
    std::atomic<int> runs = 0;
    const StopDeadline deadline(1ms, [&runs] { ++runs; });
    QTRY_COMPARE(runs.load(), 1);
}

void TestStopDeadline::isCalledOffInTime()
{
    std::atomic<int> runs = 0;
    {
        const StopDeadline deadline(1h, [&runs] { ++runs; });
    }
    QCOMPARE(runs.load(), 0);
}

void TestStopDeadline::waitsForALastResortUnderWay()
{
    std::atomic<bool> hasBegun = false;
    std::atomic<bool> hasEnded = false;
    {
        const StopDeadline deadline(1ms, [&] {
            hasBegun = true;
            QTest::qSleep(50);
            hasEnded = true;
        });
        QTRY_VERIFY(hasBegun);
    }
    QVERIFY(hasEnded);
}

QTEST_GUILESS_MAIN(TestStopDeadline)
#include "test_stop_deadline.moc"
