// SPDX-License-Identifier: GPL-3.0-only
#include "app/stop_signals.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

using namespace holdfast;

class TestStopSignals final : public QObject
{
    Q_OBJECT

private slots:
    void theFirstAsksToStop_data();
    void theFirstAsksToStop();
    void theSecondEndsAtOnce();
    void aBrokenPipeIsAnError();
    void givesTheDefaultBack();
};

void TestStopSignals::theFirstAsksToStop_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestStopSignals::theFirstAsksToStop()
{
    QFETCH(int, signalNumber);
    StopSignals stop;
    QSignalSpy spy(&stop, &StopSignals::stopRequested);
    raise(signalNumber);
    QTRY_COMPARE(spy.size(), 1);
    QCOMPARE(spy[0][0].toInt(), signalNumber);
}

void TestStopSignals::theSecondEndsAtOnce()
{
    StopSignals stop;
    const pid_t child = fork();
    if (child == 0) {
        raise(SIGTERM);
        raise(SIGINT);
        // ThreadSanitizer delivers signals in blocking calls only
        for (int i = 0; i < 100; ++i)
            usleep(100'000);
        _exit(0); // not reached
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 128 + SIGINT);
}

void TestStopSignals::aBrokenPipeIsAnError()
{
    StopSignals stop;
    int ends[2] = {};
    QCOMPARE(pipe(ends), 0);
    close(ends[0]);
    QCOMPARE(write(ends[1], "x", 1), ssize_t(-1));
    QCOMPARE(errno, EPIPE);
    close(ends[1]);
}

void TestStopSignals::givesTheDefaultBack()
{
    {
        StopSignals stop;
    }
    struct sigaction action
    {
    };
    sigaction(SIGTERM, nullptr, &action);
    QVERIFY(action.sa_handler == SIG_DFL);
}

QTEST_GUILESS_MAIN(TestStopSignals)
#include "test_stop_signals.moc"
