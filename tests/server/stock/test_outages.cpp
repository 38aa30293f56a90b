// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/commit_proxy.h"
#include "tests/server/stock/restocker.h"
#include "tests/server/stock/stock_server.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The database goes away, hangs, or loses an answer: nothing that was confirmed is lost, nothing happens
/// twice, everybody is answered, and the lanes recover by themselves.
class TestOutages final : public QObject
{
    Q_OBJECT

private slots:
    void cutCommitsAreResolved_data();
    void cutCommitsAreResolved();
    void sessionsMayEndAtAnyTime();
    void frozenServerIsNotWaitedFor();
    void lockedProductIsNotWaitedFor();
    void fullQueueRefusesAtOnce();
    void stopsWithoutADatabase();
};

namespace {

int backendOf(TestDatabase &database)
{
    return database.scalar<int>(
        u"SELECT max(pid) FROM pg_stat_activity WHERE application_name = '%1' AND pid <> "
        "pg_backend_pid() AND query LIKE '%COMMIT%'"_s.arg(database.settings().applicationName));
}

} // namespace

void TestOutages::cutCommitsAreResolved_data()
{
    QTest::addColumn<CommitProxy::Cut>("cut");
    QTest::newRow("before the server") << CommitProxy::Cut::BeforeTheServer;
    QTest::newRow("behind it") << CommitProxy::Cut::BehindIt;
    QTest::newRow("before the answer") << CommitProxy::Cut::BeforeTheAnswer;
}

void TestOutages::cutCommitsAreResolved()
{
    QFETCH(CommitProxy::Cut, cut);
    TestDatabase database;
    CommitProxy proxy(database.settings());
    StockServer server(proxy.settings());
    server.start();
    const auto product = addProduct(database, {.total = 0});
    Restocker traffic(server, product);
    proxy.cutEvery(2, cut);
    for (int round = 0; round < 40; ++round) {
        traffic.post(5);
        QVERIFY(traffic.awaitAll());
    }
    QVERIFY2(proxy.cuts() >= 20, "hardly anything was cut");
    // Reconnecting takes milliseconds: everybody can be served in time, each exactly once.
    QCOMPARE(traffic.done(), 200);
    QCOMPARE(levelOf(database, product).total, 200);

    // And what has keys of its own: holds and orders.
    const auto bought = addProduct(database, {.total = 100});
    for (const auto &customer : addCustomers(database, 30)) {
        const auto held = server.ask(reserve(customer, bought));
        QCOMPARE(codeOf(held), u"done"_s);
        QCOMPARE(codeOf(server.ask(CheckOut{HoldById{held->holds.front().reservation.id}, customer, {}, {}})),
                 u"done"_s);
    }
    QCOMPARE(levelOf(database, bought), (StockLevel{100, 70, 0, 30}));
    QCOMPARE(auditOf(database), QStringList());
}

void TestOutages::sessionsMayEndAtAnyTime()
{
    TestDatabase database;
    StockServer server(database.settings(), 2);
    server.start();
    const auto product = addProduct(database, {.total = 0});
    Restocker traffic(server, product);
    for (int round = 0; round < 60; ++round) {
        traffic.post(20);
        std::this_thread::sleep_for(std::chrono::microseconds(round * 100));
        database.terminateSessions();
    }
    QVERIFY(traffic.awaitAll());
    const int total = levelOf(database, product).total;
    qInfo("%d done, %d unavailable, %d in stock", traffic.done(), traffic.unavailable(), total);
    QCOMPARE(traffic.other(), 0);
    QVERIFY(total >= traffic.done() && total <= traffic.done() + traffic.unavailable());
    QVERIFY(traffic.slowest() < answeredWithin);
    QCOMPARE(codeOf(server.ask(Restock{product, units(1), {}, {}})), u"done"_s);
    QCOMPARE(auditOf(database), QStringList());
}

// The session's backend is stopped in its tracks: it neither answers nor goes away.
void TestOutages::frozenServerIsNotWaitedFor()
{
    TestDatabase database;
    StockServer server(database.settings());
    const auto product = addProduct(database, {.total = 0});
    server.start();
    QCOMPARE(codeOf(server.ask(Restock{product, units(1), {}, {}})), u"done"_s);
    const int backend = backendOf(database);
    if (::kill(backend, SIGSTOP) != 0)
        QSKIP("this user may not stop the server's processes");

    Restocker stuck(server, product);
    stuck.post(1);
    // These wait in the queue while the one above hangs: refused, they must never happen.
    std::this_thread::sleep_for(100ms);
    Restocker queued(server, product);
    queued.post(50);
    const bool isAnswered = stuck.awaitAll() && queued.awaitAll();
    ::kill(backend, SIGCONT);
    QVERIFY(isAnswered);
    QCOMPARE(stuck.unavailable(), 1);
    QCOMPARE(queued.unavailable(), 50);
    QVERIFY(stuck.slowest() < answeredWithin);
    QVERIFY(queued.slowest() < answeredWithin);

    QVERIFY(waitUntil([&] { return server.ask(Restock{product, units(1), {}, {}}).has_value(); }));
    // The one that was under way may have happened; its client was told that nobody knows.
    const int total = levelOf(database, product).total;
    QVERIFY2(total == 2 || total == 3, qPrintable(QString::number(total)));
    QCOMPARE(auditOf(database), QStringList());
}

void TestOutages::lockedProductIsNotWaitedFor()
{
    TestDatabase database;
    StockServer server(database.settings());
    server.start();
    const auto stuck = addProduct(database, {.total = 0});
    const auto free = addProduct(database, {.total = 0});
    database.exec(u"BEGIN"_s);
    database.exec(u"SELECT 1 FROM products WHERE id = "_s + stuck.text() + u" FOR UPDATE"_s);
    Restocker refused(server, stuck);
    Restocker served(server, free);
    for (int round = 0; round < 10; ++round) {
        refused.post(3);
        served.post(3);
    }
    QVERIFY(refused.awaitAll());
    QVERIFY(served.awaitAll());
    QCOMPARE(refused.unavailable(), 30);
    QVERIFY(refused.slowest() < answeredWithin);
    QCOMPARE(served.done(), 30);
    database.exec(u"COMMIT"_s);
    QCOMPARE(codeOf(server.ask(Restock{stuck, units(1), {}, {}})), u"done"_s);
    QCOMPARE(levelOf(database, stuck).total, 1);
    QCOMPARE(levelOf(database, free).total, 30);
}

void TestOutages::fullQueueRefusesAtOnce()
{
    TestDatabase database;
    StockServer server(database.settings());
    server.start();
    const auto product = addProduct(database, {.total = 0});
    server.surroundings().closeGate();
    auto first = server.send(Restock{product, units(1), {}, {}});
    server.surroundings().awaitHeldLane();
    std::atomic<int> overloaded = 0;
    std::atomic<int> answered = 0;
    constexpr int beyond = 100;
    constexpr int posted = static_cast<int>(CommandQueue::lengthMax) + beyond;
    for (int index = 0; index < posted; ++index) {
        server.post(Restock{product, units(1), {}, {}},
                    Answer<Restock>([&](const OutcomeOf<Restock> &outcome) {
                        overloaded += !outcome && outcome.error().code == ErrorCode::Overloaded ? 1 : 0;
                        ++answered;
                    }));
    }
    // Some that waited may be overdue already and have made room.
    QVERIFY(overloaded > 0 && overloaded <= beyond);
    server.surroundings().openGate();
    StockServer::outcomeOf(std::move(first));
    QVERIFY(waitUntil([&] { return answered == posted; }));
    QVERIFY(overloaded <= beyond);
    QCOMPARE(auditOf(database), QStringList());
}

void TestOutages::stopsWithoutADatabase()
{
    TestDatabase database;
    auto nowhere = database.settings();
    nowhere.hosts.front().host = u"/tmp/no-such-folder"_s;
    StockServer server(nowhere, 3);
    server.start();
    const auto product = ProductId::from(1).value();
    auto outcome = server.send(Restock{product, units(1), {}, {}});
    QElapsedTimer timer;
    timer.start();
    server.stop();
    QVERIFY(timer.elapsed() < std::chrono::milliseconds(answeredWithin).count() + 500);
    QCOMPARE(codeOf(StockServer::outcomeOf(std::move(outcome))), u"DB_UNAVAILABLE"_s);
    QCOMPARE(codeOf(server.ask(Restock{product, units(1), {}, {}})), u"OVERLOADED"_s);
}

QTEST_GUILESS_MAIN(TestOutages)
#include "test_outages.moc"
