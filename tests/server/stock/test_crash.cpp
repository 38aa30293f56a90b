// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/restocker.h"

#include <QTest>

#include <csignal>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A whole PostgreSQL goes down in the middle of everything. It is one of this test's own.
class TestCrash final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qunsetenv("HOLDFAST_TEST_DATABASE_URL"); }
    void serverMayCrashAndComeBack();
};

void TestCrash::serverMayCrashAndComeBack()
{
    TestDatabase database;
    StockServer server(database.settings(), 2);
    server.start();
    const auto product = addProduct(database, {.total = 0});
    const auto crash = [&] {
        // One backend killed makes the postmaster end all and recover from the log.
        const auto victim = u"SELECT max(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                            "AND pid <> pg_backend_pid()"_s;
        ::kill(database.scalar<int>(victim), SIGKILL);
    };
    Restocker traffic(server, product);
    for (int round = 0; round < 3; ++round) {
        for (int burst = 0; burst < 20; ++burst) {
            traffic.post(10);
            std::this_thread::sleep_for(2ms);
            if (burst == 10)
                crash();
        }
        QVERIFY(traffic.awaitAll());
        QVERIFY(waitUntil([&] { return database.connection().open().has_value(); }));
        QVERIFY(waitUntil([&] { return server.ask(Restock{product, units(1), {}, {}}).has_value(); }));
    }
    QVERIFY(traffic.awaitAll());
    const int total = levelOf(database, product).total;
    qInfo("%d done, %d unavailable, %d in stock", traffic.done(), traffic.unavailable(), total);
    QCOMPARE(traffic.other(), 0);
    QVERIFY(total >= traffic.done() && traffic.done() > 0);
    QVERIFY(traffic.slowest() < answeredWithin);
    QCOMPARE(auditOf(database), QStringList());
}

QTEST_GUILESS_MAIN(TestCrash)
#include "test_crash.moc"
