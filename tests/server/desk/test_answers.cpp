// SPDX-License-Identifier: GPL-3.0-only
#include "desk/desk.h"
#include "tests/server/stock/stock_server.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// The desk forgets answers by Idempotency-Key when their day is over.
class TestDeskAnswers final : public QObject
{
    Q_OBJECT

private slots:
    void forgetsWhatIsOlderThanADay();
};

void TestDeskAnswers::forgetsWhatIsOlderThanADay()
{
    TestDatabase database;
    const auto keep = [&database](int count, const QString &age) {
        database.exec(uR"(
            INSERT INTO idempotency_keys (key, request, created_at, status, body)
            SELECT gen_random_uuid(), gen_random_uuid(), clock_timestamp() - interval '%2', 201, '{}'
            FROM generate_series(1, %1))"_s.arg(count)
                          .arg(age));
    };
    keep(2 * Desk::purgeChunk + 7, u"24 hours 1 minute"_s);
    keep(5, u"23 hours"_s);

    TestSurroundings surroundings(database.settings());
    StockLanes lanes(surroundings.get(), 1);
    Desk desk(surroundings.get(), lanes,
              {.snapshotBegins = [] {},
               .snapshotRead = [](const ChangeSet &) {},
               .audited = [](const std::vector<AuditFault> &) {},
               .auditFailed = [](const QString &) {},
               .apiKeysChanged = [] {}});
    desk.start();
    const auto kept = [&database] {
        return database.scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s);
    };
    QVERIFY(QTest::qWaitFor([&kept] { return kept() == 5; }, 30'000));
    desk.purgeAnswers();
    desk.stop();
    QCOMPARE(kept(), 5);
}

QTEST_GUILESS_MAIN(TestDeskAnswers)
#include "test_answers.moc"
