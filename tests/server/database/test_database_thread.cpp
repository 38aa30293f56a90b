// SPDX-License-Identifier: GPL-3.0-only
#include "database/database_thread.h"
#include "tests/server/database/sample_book.h"
#include "tests/support/test_database.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <csignal>
#include <future>
#include <semaphore>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = SqlError::Kind;
using Pid = std::expected<int, SqlError>;

class TestDatabaseThread final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void answersInOrder();
    void answersOnItsThread();
    void handsErrorsOn();
    void readIsRepeatedOnNewConnection();
    void readIsRepeatedOnlyOnce();
    void readIsRepeatedOnConnectionThatHolds();
    void brokenWriteIsTold();
    void idleBreakIsFoundBeforeTheNextWrite();
    void refusesWhenFull();
    void refusesWhenAwayTooLong();
    void silentServerIsAwayToo();
    void comesBackByItself();
    void stopRefusesWhatWaits();
    void refusesOnceStopped();
    void stopsWithoutStart();
    void connectedHandlerListensAgain();
    void manyCallersGetTheirOwn();
    void frozenServerIsNotWaitedFor();
    void refusedWhileUnderWay();
    void withoutDeadlineFrozenServerIsWaitedFor();
};

namespace {

std::expected<int, SqlError> readNumber(Connection &connection, QLatin1StringView statement)
{
    auto rows = connection.call(statement);
    if (!rows)
        return std::unexpected(rows.error());
    rows->next();
    return rows->get<int>(0);
}

Pid backend(Connection &connection)
{
    return readNumber(connection, "backend"_L1);
}

// The result of one task, waited for.
template <typename Work>
std::invoke_result_t<Work &, Connection &> ask(DatabaseThread &thread, Work work, bool isWrite = false)
{
    using Result = std::invoke_result_t<Work &, Connection &>;
    std::promise<Result> promise;
    auto future = promise.get_future();
    auto done = [&promise](Result result) { promise.set_value(std::move(result)); };
    if (isWrite)
        thread.write(std::move(work), std::move(done));
    else
        thread.read(std::move(work), std::move(done));
    if (future.wait_for(30s) != std::future_status::ready)
        qFatal("A task of the database thread was never answered");
    return future.get();
}

// One warning an outage, however many attempts.
void expectOneWarning()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"No connection to the database"_s));
}

ConnectionSettings nowhere()
{
    ConnectionSettings settings;
    settings.hosts = {{u"/nowhere"_s, 5432}};
    return settings;
}

// A task that holds the thread until released.
class Blockade final
{
public:
    explicit Blockade(DatabaseThread &thread)
    {
        thread.read(
            [this](Connection &) -> Pid {
                m_entered.release();
                m_left.acquire();
                return 0;
            },
            [this](const Pid &) { m_answered.release(); });
        m_entered.acquire();
    }
    ~Blockade()
    {
        m_left.release();
        m_answered.acquire();
    }
    Q_DISABLE_COPY_MOVE(Blockade)

private:
    std::binary_semaphore m_entered{0};
    std::binary_semaphore m_left{0};
    std::binary_semaphore m_answered{0};
};

// A server's process stopped in its tracks: it neither answers nor goes away.
class Freeze final
{
public:
    explicit Freeze(int process)
        : m_process(process)
        , m_isFrozen(::kill(process, SIGSTOP) == 0)
    {
    }
    ~Freeze() { end(); }
    Q_DISABLE_COPY_MOVE(Freeze)

    bool isFrozen() const { return m_isFrozen; }
    void end()
    {
        if (m_isFrozen)
            ::kill(m_process, SIGCONT);
        m_isFrozen = false;
    }

private:
    const int m_process;
    bool m_isFrozen;
};

// How often, and with what, tasks were answered.
struct Answers
{
    std::atomic<int> refused = 0;
    std::atomic<int> done = 0;

    void count(const Pid &result)
    {
        if (result)
            ++done;
        else if (result.error().kind == Kind::Unavailable)
            ++refused;
    }
};

constexpr int waiting = 20;

// Some reads and a write at the end.
void postSome(DatabaseThread &thread, Answers &answers, std::atomic<int> &writes)
{
    for (int i = 0; i < waiting; ++i)
        thread.read(backend, [&](const Pid &result) { answers.count(result); });
    thread.write([&](Connection &) -> Pid { return ++writes; },
                 [&](const Pid &result) { answers.count(result); });
}

} // namespace

void TestDatabaseThread::answersInOrder()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::vector<int> order; // touched by the thread alone until the last is answered
    for (int i = 0; i < 100; ++i) {
        thread.read([i](Connection &) -> Pid { return i; }, [&](Pid result) { order.push_back(*result); });
    }
    QVERIFY(ask(thread, backend));
    QCOMPARE(order.size(), size_t(100));
    QVERIFY(std::ranges::is_sorted(order));
    QVERIFY(thread.isConnected());
}

void TestDatabaseThread::answersOnItsThread()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<bool> isOther = false;
    const auto here = std::this_thread::get_id();
    thread.read(backend, [&](const Pid &) { isOther = std::this_thread::get_id() != here; });
    QVERIFY(ask(thread, backend));
    QVERIFY(isOther);
}

void TestDatabaseThread::handsErrorsOn()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    const auto result =
        ask(thread, [](Connection &connection) { return connection.perform("all_samples"_L1); });
    QVERIFY(!result);
    QCOMPARE(result.error().sqlState, u"42P01"_s); // no such table
    QVERIFY(thread.isConnected());
}

void TestDatabaseThread::readIsRepeatedOnNewConnection()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s);
    thread.start();
    const auto before = ask(thread, backend);
    QVERIFY(before);
    database.terminateSessions();
    const auto after = ask(thread, backend);
    QVERIFY2(after, after ? "" : qPrintable(after.error().text));
    QVERIFY(*after != *before);
}

void TestDatabaseThread::readIsRepeatedOnlyOnce()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<int> runs = 0;
    const auto result = ask(thread, [&](Connection &connection) {
        ++runs;
        return connection.run(u"SELECT pg_terminate_backend(pg_backend_pid())"_s);
    });
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::ConnectionLost);
    QCOMPARE(runs, 2);
    QVERIFY(ask(thread, backend));
}

// Whatever made the work say so: what is put back is taken again.
void TestDatabaseThread::readIsRepeatedOnConnectionThatHolds()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<int> runs = 0;
    const auto result = ask(thread, [&](Connection &connection) -> Pid {
        if (++runs == 1)
            return std::unexpected(
                SqlError{.kind = Kind::ConnectionLost, .sqlState = {}, .text = {}, .constraint = {}});
        return backend(connection);
    });
    QVERIFY(result);
    QCOMPARE(runs, 2);
}

void TestDatabaseThread::brokenWriteIsTold()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<int> runs = 0;
    const auto result = ask(
        thread,
        [&](Connection &connection) {
            ++runs;
            return connection.run(u"SELECT pg_terminate_backend(pg_backend_pid())"_s);
        },
        true);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::ConnectionLost);
    QCOMPARE(runs, 1);
    QVERIFY(ask(thread, backend, true));
}

void TestDatabaseThread::idleBreakIsFoundBeforeTheNextWrite()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    std::atomic<int> connected = 0;
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s,
                          [&](Connection &) { ++connected; });
    thread.start();
    QVERIFY(ask(thread, backend));
    database.terminateSessions();
    QTRY_COMPARE_WITH_TIMEOUT(connected, 2, 20'000);
    QVERIFY(ask(thread, backend, true));
}

void TestDatabaseThread::refusesWhenFull()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<int> answered = 0;
    {
        const Blockade blockade(thread);
        for (int i = 0; i < DatabaseThread::queueMax; ++i)
            thread.read(backend, [&](const Pid &result) { answered += result.has_value(); });
        std::optional<SqlError> refusal; // set before read() returns
        thread.read(backend, [&](const Pid &result) { refusal = result.error(); });
        QVERIFY(refusal);
        QCOMPARE(refusal->kind, Kind::Unavailable);
    }
    QTRY_COMPARE_WITH_TIMEOUT(answered, DatabaseThread::queueMax, 30'000);
    QVERIFY(ask(thread, backend));
}

void TestDatabaseThread::refusesWhenAwayTooLong()
{
    expectOneWarning();
    DatabaseThread thread(nowhere(), sampleBook(), {}, u"test"_s);
    thread.start();
    QElapsedTimer timer;
    timer.start();
    const auto waited = ask(thread, backend);
    QVERIFY(!waited);
    QCOMPARE(waited.error().kind, Kind::Unavailable);
    QVERIFY2(timer.elapsed() < 3'500, qPrintable(QString::number(timer.elapsed())));
    std::optional<SqlError> refusal;
    thread.read(backend, [&](const Pid &result) { refusal = result.error(); });
    QVERIFY(refusal); // at once
    QVERIFY(!thread.isConnected());
}

void TestDatabaseThread::silentServerIsAwayToo()
{
    expectOneWarning();
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ConnectionSettings settings;
    settings.hosts = {{u"127.0.0.1"_s, silent.serverPort()}};
    DatabaseThread thread(settings, sampleBook(), {}, u"test"_s);
    thread.start();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!ask(thread, backend));
    QVERIFY2(timer.elapsed() < 3'500, qPrintable(QString::number(timer.elapsed())));
}

void TestDatabaseThread::comesBackByItself()
{
    expectOneWarning();
    TestDatabase database(TestDatabase::Schema::Empty);
    const QString schema = database.settings().schema;
    const QString role = u"role_"_s + schema;
    database.exec(u"CREATE ROLE "_s + role + u" SUPERUSER NOLOGIN"_s);
    auto settings = database.settings();
    settings.options.insert(u"options"_s, u"-c role="_s + role);
    {
        DatabaseThread thread(settings, sampleBook(), {}, u"test"_s);
        thread.start();
        QVERIFY(ask(thread, backend));
        database.exec(u"ALTER ROLE "_s + role + u" RENAME TO away_"_s + role); // no new session starts as it
        database.terminateSessions();
        QTRY_VERIFY_WITH_TIMEOUT(!thread.isConnected(), 20'000);
        QTest::qWait(static_cast<int>(DatabaseThread::awayMax.count()) + 100);
        QVERIFY(!ask(thread, backend));
        database.exec(u"ALTER ROLE away_"_s + role + u" RENAME TO "_s + role);
        QTRY_VERIFY_WITH_TIMEOUT(thread.isConnected(), 20'000);
        QVERIFY(ask(thread, backend));
    }
    database.exec(u"DROP ROLE "_s + role);
}

void TestDatabaseThread::stopRefusesWhatWaits()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    QVERIFY(ask(thread, backend));
    std::atomic<int> refused = 0;
    std::atomic<int> later = 0;
    std::jthread stopper;
    {
        const Blockade blockade(thread);
        for (int i = 0; i < 5; ++i) {
            thread.read(backend, [&](const Pid &result) {
                refused += !result && result.error().kind == Kind::Unavailable;
            });
        }
        stopper = std::jthread([&] { thread.stop(); });
        // It is closing as soon as one more is refused; those taken until then count as well.
        const auto isClosing = [&] {
            std::optional<SqlError> atOnce;
            thread.read([](Connection &) -> Pid { return 0; },
                        [&, here = std::this_thread::get_id()](const Pid &result) {
                            if (std::this_thread::get_id() == here)
                                atOnce = result.error();
                            else
                                ++later;
                        });
            return atOnce.has_value();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isClosing(), 20'000);
    }
    stopper.join();
    QCOMPARE(refused, 5);
}

void TestDatabaseThread::refusesOnceStopped()
{
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
    thread.start();
    QVERIFY(ask(thread, backend));
    thread.stop();
    const auto result = ask(thread, backend);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unavailable);
    thread.stop(); // again: nothing
}

void TestDatabaseThread::stopsWithoutStart()
{
    std::optional<SqlError> refusal;
    {
        DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s);
        thread.read(backend, [&](const Pid &result) { refusal = result.error(); });
    }
    QVERIFY(refusal);
}

void TestDatabaseThread::connectedHandlerListensAgain()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    const QString channel = u"c_"_s + database.settings().schema;
    std::atomic<int> connected = 0;
    std::atomic<int> heard = 0;
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s, [&](Connection &connection) {
        if (connection.listen(channel, [&](const QString &) { ++heard; }))
            ++connected;
    });
    thread.start();
    QTRY_COMPARE_WITH_TIMEOUT(connected, 1, 20'000);
    database.exec(u"NOTIFY "_s + channel);
    QTRY_COMPARE_WITH_TIMEOUT(heard, 1, 20'000);
    database.terminateSessions();
    QTRY_COMPARE_WITH_TIMEOUT(connected, 2, 20'000);
    database.exec(u"NOTIFY "_s + channel);
    QTRY_COMPARE_WITH_TIMEOUT(heard, 2, 20'000);
}

void TestDatabaseThread::manyCallersGetTheirOwn()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s);
    thread.start();
    std::atomic<int> right = 0;
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 4; ++caller) {
        callers.emplace_back([&, caller] {
            for (int i = 0; i < 50; ++i) {
                const int number = caller * 1000 + i;
                const auto echoed =
                    ask(thread, [number](Connection &connection) -> std::expected<QString, SqlError> {
                        auto rows = connection.call("echo_text"_L1, {QString::number(number)});
                        if (!rows)
                            return std::unexpected(rows.error());
                        rows->next();
                        return rows->get<QString>(0);
                    });
                right += echoed && *echoed == QString::number(number);
            }
        });
    }
    callers.clear();
    QCOMPARE(right, 200);
}

void TestDatabaseThread::frozenServerIsNotWaitedFor()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Answers answers;
    std::atomic<int> writes = 0;
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s, {}, DatabaseThread::awayMax);
    thread.start();
    const auto process = ask(thread, backend);
    QVERIFY(process);
    Freeze freeze(*process);
    if (!freeze.isFrozen())
        QSKIP("this user may not stop the server's processes");
    QElapsedTimer timer;
    timer.start();
    postSome(thread, answers, writes);
    QTRY_COMPARE_WITH_TIMEOUT(answers.refused, waiting + 1, 10'000);
    QVERIFY2(timer.elapsed() >= DatabaseThread::awayMax.count(),
             qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(timer.elapsed() < 4'000, qPrintable(QString::number(timer.elapsed())));
    freeze.end();
    // It carries on with the session it has, and answers nobody again.
    QTRY_VERIFY_WITH_TIMEOUT(ask(thread, backend).value_or(0) == *process, 20'000);
    QCOMPARE(answers.refused, waiting + 1);
    QCOMPARE(answers.done, 0);
    QCOMPARE(writes, 0); // refused as it waited, so it never happened
}

void TestDatabaseThread::refusedWhileUnderWay()
{
    Answers answers;
    std::counting_semaphore<2> mayEnd{0};
    const auto owned = std::make_shared<int>(7);
    std::atomic<int> seen = 0;
    DatabaseThread thread(freshSettings(), sampleBook(), {}, u"test"_s, {}, 200ms);
    const auto end = qScopeGuard([&] { mayEnd.release(); }); // also when the test fails
    thread.start();
    QTRY_VERIFY_WITH_TIMEOUT(ask(thread, backend).has_value(), 20'000);
    thread.write(
        [&, mine = owned](Connection &) -> Pid {
            mayEnd.acquire();
            return seen = *mine;
        },
        [&, mine = owned](const Pid &result) { answers.count(result); });
    QTRY_COMPARE_WITH_TIMEOUT(answers.refused, 1, 10'000);
    // What `done` held is gone, what the work holds is not.
    QTRY_COMPARE_WITH_TIMEOUT(owned.use_count(), 2, 10'000);
    mayEnd.release();
    QTRY_VERIFY_WITH_TIMEOUT(ask(thread, backend).has_value(), 20'000);
    QCOMPARE(seen, 7);
    QCOMPARE(answers.refused, 1);
    QCOMPARE(answers.done, 0);
    QTRY_COMPARE_WITH_TIMEOUT(owned.use_count(), 1, 10'000);
}

void TestDatabaseThread::withoutDeadlineFrozenServerIsWaitedFor()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Answers answers;
    std::atomic<int> writes = 0;
    DatabaseThread thread(database.settings(), sampleBook(), {}, u"test"_s);
    thread.start();
    const auto process = ask(thread, backend);
    QVERIFY(process);
    Freeze freeze(*process);
    if (!freeze.isFrozen())
        QSKIP("this user may not stop the server's processes");
    postSome(thread, answers, writes);
    QTest::qWait(static_cast<int>(DatabaseThread::awayMax.count()) + 1'500);
    QCOMPARE(answers.refused + answers.done, 0);
    freeze.end();
    QTRY_COMPARE_WITH_TIMEOUT(answers.done, waiting + 1, 20'000);
    QCOMPARE(writes, 1);
}

QTEST_GUILESS_MAIN(TestDatabaseThread)
#include "test_database_thread.moc"
