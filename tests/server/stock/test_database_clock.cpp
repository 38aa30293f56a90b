// SPDX-License-Identifier: GPL-3.0-only
#include "stock/database_clock.h"

#include <QTest>

using namespace holdfast;
using namespace std::chrono_literals;

/// That a server never reads a clock behind what it has itself seen decided.
class TestDatabaseClock final : public QObject
{
    Q_OBJECT

private slots:
    void anActIsNeverAhead();
    void anActInThePastChangesNothing();
    void aDecisionInASlowAnswerIsNeverAhead();
    void isSilentBeyondTheDoubt();
    void knowsNothingBeforeTheFirstAnswer();
};

namespace {

using Clock = std::chrono::steady_clock;

const Instant noon = instantFromMicroseconds(1'800'000'000'000'000);

} // namespace

void TestDatabaseClock::anActIsNeverAhead()
{
    DatabaseClock clock;
    clock.observe(noon, Clock::now() - 400ms);
    const auto doubt = *clock.doubt();
    const auto decided = clock.now() + 300ms; // within what the first answer left open
    clock.reached(decided);
    QVERIFY(clock.now() >= decided);
    // What was gained is no doubt any more, but no less than that.
    QVERIFY(*clock.doubt() < doubt - 200ms);
    QVERIFY(*clock.doubt() >= 0us);
}

void TestDatabaseClock::anActInThePastChangesNothing()
{
    DatabaseClock clock;
    clock.observe(noon, Clock::now() - 400ms);
    const auto known = clock.reading();
    clock.reached(noon - 1s);
    QCOMPARE(clock.reading()->database, known->database);
    QVERIFY(clock.reading()->taken == known->taken);
}

void TestDatabaseClock::aDecisionInASlowAnswerIsNeverAhead()
{
    DatabaseClock clock;
    clock.observe(noon, Clock::now() - 400ms);
    // Slower than the first, and so not the better reading: but it was told before it was heard.
    const auto told = clock.now() + 200ms;
    clock.observe(told, Clock::now() - 900ms);
    QVERIFY(clock.now() >= told);
}

void TestDatabaseClock::isSilentBeyondTheDoubt()
{
    DatabaseClock clock;
    QVERIFY(!clock.nowWithin(1h));
    clock.observe(noon, Clock::now() - 400ms);
    QVERIFY(!clock.nowWithin(300ms));
    const auto before = clock.now();
    const auto now = clock.nowWithin(500ms);
    QVERIFY(now && *now >= before && *now <= clock.now());
}

void TestDatabaseClock::knowsNothingBeforeTheFirstAnswer()
{
    DatabaseClock clock;
    clock.reached(noon);
    QVERIFY(!clock.reading());
}

QTEST_GUILESS_MAIN(TestDatabaseClock)
#include "test_database_clock.moc"
