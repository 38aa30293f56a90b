// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/logging.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTest>

#include <array>
#include <csignal>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(ownLog, "holdfast.test")
Q_LOGGING_CATEGORY(foreignLog, "qt.something")

/// What waits in a descriptor that does not block; a terminal gives it away in pieces.
QByteArray everythingIn(int descriptor)
{
    QByteArray all;
    std::array<char, 65536> piece{};
    ssize_t count = 0;
    while ((count = read(descriptor, piece.data(), piece.size())) > 0)
        all.append(piece.data(), count);
    return all;
}

/// A pipe to log into; what was written is read back from the other end.
class Pipe final
{
public:
    Pipe()
    {
        if (pipe2(m_ends.data(), O_CLOEXEC) != 0)
            qFatal("cannot make a pipe");
        fcntl(m_ends[0], F_SETFL, O_NONBLOCK);
    }
    ~Pipe()
    {
        closeReadEnd();
        close(m_ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Pipe)

    int writeEnd() const { return m_ends[1]; }
    void closeReadEnd()
    {
        if (m_ends[0] >= 0)
            close(std::exchange(m_ends[0], -1));
    }
    QByteArray readAll() { return everythingIn(m_ends[0]); }

private:
    std::array<int, 2> m_ends{};
};

LogOptions toPipe(const Pipe &pipe, LogFormat format = LogFormat::Text, LogLevel level = LogLevel::Info)
{
    return {level, format, pipe.writeEnd()};
}

/// The sum of every "12 log messages were dropped".
qint64 droppedSaidIn(const QByteArray &log)
{
    static const QRegularExpression said(u": ([0-9]+) log messages were dropped"_s);
    qint64 sum = 0;
    for (const auto &match : said.globalMatch(QString::fromUtf8(log)))
        sum += match.captured(1).toLongLong();
    return sum;
}

LogRecord record(const QString &message)
{
    return {QtInfoMsg, "holdfast.test", message, 0};
}

} // namespace

class TestLogWriter final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void writesInOrderFromManyThreads();
    void writesWhatIsWaitingAtTheEnd();
    void choosesJsonWhereNoTerminalIs();
    void cutsLongMessages();
    void aStalledReaderHoldsNobodyUp();
    void aReaderWhoLeftIsNoTrouble();
    void keepsTheStatusLineBelowTheLogOnATerminal();
    void hasNoStatusLineElsewhere();
    void takesQtsMessages();
    void filtersLevels();
};

void TestLogWriter::writesInOrderFromManyThreads()
{
    constexpr int threadCount = 4;
    constexpr int lineCount = 200;
    Pipe pipe;
    {
        LogWriter writer(toPipe(pipe));
        std::vector<std::thread> threads;
        for (int t = 0; t < threadCount; ++t)
            threads.emplace_back([&writer, t] {
                for (int i = 0; i < lineCount; ++i)
                    writer.post(record(u"%1:%2"_s.arg(t).arg(i)));
            });
        for (std::thread &thread : threads)
            thread.join();
    }
    std::array<int, threadCount> next{};
    const auto lines = pipe.readAll().split('\n');
    QCOMPARE(lines.size(), threadCount * lineCount + 1);
    for (int i = 0; i < threadCount * lineCount; ++i) {
        const auto numbers = lines[i].mid(lines[i].lastIndexOf(' ') + 1).split(':');
        QCOMPARE(numbers[1].toInt(), next.at(static_cast<std::size_t>(numbers[0].toInt()))++);
    }
}

void TestLogWriter::writesWhatIsWaitingAtTheEnd()
{
    Pipe pipe;
    {
        LogWriter writer(toPipe(pipe));
        writer.post(record(u"last words"_s));
    }
    QVERIFY(pipe.readAll().endsWith("last words\n"));
}

void TestLogWriter::choosesJsonWhereNoTerminalIs()
{
    Pipe pipe;
    LogWriter writer(toPipe(pipe, LogFormat::Automatic));
    writer.post(record(u"hello"_s));
    writer.flush();
    QCOMPARE(QJsonDocument::fromJson(pipe.readAll()).object()[u"message"_s].toString(), u"hello"_s);
}

void TestLogWriter::cutsLongMessages()
{
    Pipe pipe;
    LogWriter writer(toPipe(pipe));
    writer.post(record(QString(LogRecord::messageCharactersMax + 7, u'x')));
    writer.flush();
    const QByteArray line = pipe.readAll();
    QCOMPARE(line.count('x'), LogRecord::messageCharactersMax);
    QVERIFY(line.endsWith("… (7 more characters)\n"));
}

void TestLogWriter::aStalledReaderHoldsNobodyUp()
{
    constexpr int postCount = 3 * static_cast<int>(LogWriter::recordsMax);
    Pipe pipe;
    QElapsedTimer ending;
    {
        LogWriter writer(toPipe(pipe));
        // far more than pipe and queue hold together: posting must come back all the same
        for (int i = 0; i < postCount; ++i)
            writer.post(record(QString(200, u'x')));
        QVERIFY(writer.droppedCount() > 0);
        const qint64 dropped = writer.droppedCount();

        // the reader comes back: what was dropped is said
        QByteArray written;
        QTRY_COMPARE_WITH_TIMEOUT(droppedSaidIn(written += pipe.readAll()), dropped, 20'000);

        for (int i = 0; i < postCount; ++i)
            writer.post(record(QString(200, u'x')));
        ending.start();
    }
    // the destructor gives a descriptor that takes nothing up
    QVERIFY2(ending.elapsed() < 10 * LogWriter::flushWaitMax.count(),
             qPrintable(QString::number(ending.elapsed())));
}

void TestLogWriter::aReaderWhoLeftIsNoTrouble()
{
    Pipe pipe;
    LogWriter writer(toPipe(pipe));
    pipe.closeReadEnd();
    for (int i = 0; i < 100; ++i)
        writer.post(record(u"into the void"_s));
    writer.flush();
    QCOMPARE(writer.droppedCount(), 0);
}

void TestLogWriter::keepsTheStatusLineBelowTheLogOnATerminal()
{
    int controller = -1;
    int terminal = -1;
    QCOMPARE(openpty(&controller, &terminal, nullptr, nullptr, nullptr), 0);
    fcntl(controller, F_SETFL, O_NONBLOCK);
    {
        LogWriter writer({LogLevel::Info, LogFormat::Automatic, terminal});
        QVERIFY(writer.isTerminal());
        writer.setStatusLine(u"5 products\x1b[31m"_s);
        writer.post(record(u"hello"_s));
        writer.flush();
    }
    const QByteArray text = everythingIn(controller);
    QVERIFY2(text.contains("holdfast.test: hello\r\n5 products\\x1b[31m"), text.constData());
    QVERIFY2(text.endsWith("\r\x1b[K5 products\\x1b[31m\r\n"), text.constData());
    close(controller);
    close(terminal);
}

void TestLogWriter::hasNoStatusLineElsewhere()
{
    Pipe pipe;
    {
        LogWriter writer(toPipe(pipe));
        writer.setStatusLine(u"5 products"_s);
    }
    QCOMPARE(pipe.readAll(), QByteArray());
}

void TestLogWriter::takesQtsMessages()
{
    Pipe pipe;
    {
        Logging logging(toPipe(pipe, LogFormat::Json));
        qCWarning(ownLog).noquote() << "[request abc] slow";
        qWarning("Qt says password=hunter2");
    }
    const auto lines = pipe.readAll().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
    QCOMPARE(first[u"category"_s].toString(), u"holdfast.test"_s);
    QCOMPARE(first[u"request_id"_s].toString(), u"abc"_s);
    QCOMPARE(first[u"message"_s].toString(), u"slow"_s);
    const QJsonObject second = QJsonDocument::fromJson(lines[1]).object();
    QCOMPARE(second[u"category"_s].toString(), u"default"_s);
    QCOMPARE(second[u"message"_s].toString(), u"Qt says password=***"_s);
}

void TestLogWriter::filtersLevels()
{
    const auto written = [](LogLevel level) {
        Pipe pipe;
        {
            Logging logging(toPipe(pipe, LogFormat::Text, level));
            qCDebug(ownLog) << "own-debug";
            qCDebug(foreignLog) << "foreign-debug";
            qCInfo(ownLog) << "own-info";
            qCWarning(ownLog) << "own-warning";
            qCCritical(ownLog) << "own-error";
        }
        return pipe.readAll();
    };
    const QByteArray debug = written(LogLevel::Debug);
    QVERIFY(debug.contains("own-debug") && !debug.contains("foreign-debug"));
    const QByteArray info = written(LogLevel::Info);
    QVERIFY(!info.contains("own-debug") && info.contains("own-info"));
    const QByteArray warning = written(LogLevel::Warning);
    QVERIFY(!warning.contains("own-info") && warning.contains("own-warning"));
    const QByteArray error = written(LogLevel::Error);
    QVERIFY(!error.contains("own-warning") && error.contains("own-error"));
}

QTEST_GUILESS_MAIN(TestLogWriter)
#include "test_log_writer.moc"
