// SPDX-License-Identifier: GPL-3.0-only
#include "stock/sweep_pace.h"

#include "domain/command.h"

#include <QTest>

using namespace holdfast;
using namespace std::chrono_literals;

class TestSweepPace final : public QObject
{
    Q_OBJECT

private slots:
    void restsBesideCommands();
    void takesItsTimeWhenIdle();
    void waitsAfterAFailure();
};

namespace {

const SweepPace::Clock::time_point noon = SweepPace::Clock::time_point() + 12h;

} // namespace

void TestSweepPace::restsBesideCommands()
{
    SweepPace pace;
    pace.served(noon);
    QCOMPARE(pace.chunk(noon + 1ms), SweepPace::chunkBesideCommands);
    pace.swept(noon, noon + 1ms, true);
    // It would rest for 19 ms after the sweep; by then a lane without commands is idle.
    QCOMPARE(pace.notBefore(), noon + 20ms);
    pace.served(noon + 15ms);
    QCOMPARE(pace.notBefore(), noon + 1ms + SweepPace::restPerSweep * 1ms);
}

void TestSweepPace::takesItsTimeWhenIdle()
{
    SweepPace pace;
    pace.served(noon);
    const auto idle = noon + SweepPace::idleAfter;
    QCOMPARE(pace.chunk(idle), ExpireDue::chunkMax);
    pace.swept(idle, idle + 50ms, true);
    QCOMPARE(pace.notBefore(), idle);
}

void TestSweepPace::waitsAfterAFailure()
{
    SweepPace pace;
    pace.swept(noon, noon + 5ms, false);
    QCOMPARE(pace.notBefore(), noon + 5ms + SweepPace::againAfterFailure);
}

QTEST_APPLESS_MAIN(TestSweepPace)
#include "test_sweep_pace.moc"
