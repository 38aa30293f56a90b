// SPDX-License-Identifier: GPL-3.0-only
#include "app/stop_signals.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

const QString stopTwice = u"--stop-twice"_s;

/// What the test's own program does when it is its own child: it sends itself two signals.
int sendTwoSignals()
{
    StopSignals stop;
    raise(SIGTERM);
    raise(SIGINT);
    // not reached, but under ThreadSanitizer, which delivers signals in blocking calls only
    for (int i = 0; i < 100; ++i)
        usleep(100'000);
    return 0;
}

} // namespace

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
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {stopTwice});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 128 + SIGINT);
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

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(stopTwice))
        return sendTwoSignals();
    TestStopSignals test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_stop_signals.moc"
