// SPDX-License-Identifier: GPL-3.0-only
#include "desk/answer_purge.h"
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
    void goesThroughAGreatTableRoundByRound();
};

namespace {

void keep(TestDatabase &database, int count, const QString &age, int size)
{
    database.exec(uR"(
        INSERT INTO idempotency_keys (key, request, created_at, status, body)
        SELECT gen_random_uuid(), gen_random_uuid(), clock_timestamp() - interval '%2', 201, repeat('x', %3)
        FROM generate_series(1, %1))"_s.arg(count)
                      .arg(age)
                      .arg(size));
}

qint64 kept(TestDatabase &database)
{
    return database.scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s);
}

qint64 pagesOfTable(TestDatabase &database)
{
    return database.scalar<qint64>(u"SELECT pg_relation_size('idempotency_keys') / 8192"_s);
}

int partsOfRound(AnswerPurge &purge, Connection &connection)
{
    int parts = 0;
    for (bool hasMore = true; hasMore; ++parts)
        hasMore = purge.purgePart(connection).value();
    return parts;
}

} // namespace

void TestDeskAnswers::forgetsWhatIsOlderThanADay()
{
    TestDatabase database;
    keep(database, 20'000, u"24 hours 1 minute"_s, 10);
    keep(database, 5, u"23 hours"_s, 10);
    QVERIFY(pagesOfTable(database) > 2 * AnswerPurge::pagesPerPart);

    TestSurroundings surroundings(database.settings());
    StockLanes lanes(surroundings.get(), 1);
    Desk desk(surroundings.get(), lanes,
              {.snapshotBegins = [] {},
               .snapshotRead = [](const ChangeSet &) {},
               .audited = [](const std::vector<AuditFault> &) {},
               .auditFailed = [](const QString &) {},
               .apiKeysChanged = [] {}});
    desk.start();
    QVERIFY(QTest::qWaitFor([&database] { return kept(database) == 5; }, 30'000));
    desk.purgeAnswers();
    desk.stop();
    QCOMPARE(kept(database), 5);
}

// The next round goes on where the last one ended, and from the end begins anew.
void TestDeskAnswers::goesThroughAGreatTableRoundByRound()
{
    TestDatabase database;
    keep(database, 7, u"25 hours"_s, 10);
    keep(database, 20'000, u"1 hour"_s, 500);
    keep(database, 5, u"25 hours"_s, 10);
    const auto pages = pagesOfTable(database);
    QVERIFY(pages > AnswerPurge::pagesPerRoundMin + AnswerPurge::pagesPerPart);
    QVERIFY(pages < 2 * AnswerPurge::pagesPerRoundMin - AnswerPurge::pagesPerPart);

    AnswerPurge purge;
    QCOMPARE(partsOfRound(purge, database.connection()),
             AnswerPurge::pagesPerRoundMin / AnswerPurge::pagesPerPart);
    QCOMPARE(kept(database), 20'000 + 5);
    keep(database, 3, u"25 hours"_s, 10);
    partsOfRound(purge, database.connection());
    QCOMPARE(kept(database), 20'000);
    // On room that the first seven left.
    database.exec(u"VACUUM idempotency_keys"_s);
    keep(database, 3, u"25 hours"_s, 10);
    partsOfRound(purge, database.connection());
    partsOfRound(purge, database.connection());
    QCOMPARE(kept(database), 20'000);
}

QTEST_GUILESS_MAIN(TestDeskAnswers)
#include "test_answers.moc"
