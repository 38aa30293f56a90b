// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/database/sample_book.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

using Kind = SqlError::Kind;

class TestTransactions final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void commitsAndRollsBack();
    void failedTransactionCommitsNothing();
    void beginTravelsWithTheFirstStatement_data();
    void beginTravelsWithTheFirstStatement();
    void emptyTransactionAsksNothing();
    void failedFirstStatementCommitsNothing();
    void preparesAnewAtTheBeginning();
    void lostServerIsTheFirstStatementsError();
};

namespace {

/// What a session is doing, as the server tells another one.
QString stateOf(TestDatabase &database, int backend)
{
    return database.scalar<QString>(u"SELECT state FROM pg_stat_activity WHERE pid = %1"_s.arg(backend));
}

int backendOf(Connection &connection)
{
    auto rows = connection.call("backend"_L1);
    if (!rows || !rows->next())
        qFatal("a session does not tell who it is");
    return rows->get<int>(0);
}

qint64 samplesIn(TestDatabase &database)
{
    return database.scalar<qint64>(u"SELECT count(*) FROM sample"_s);
}

} // namespace

void TestTransactions::commitsAndRollsBack()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    const auto count = [&] { return database.scalar<qint64>(u"SELECT count(*) FROM sample"_s); };
    Connection connection(database.settings(), database.book());
    QVERIFY(connection.open());
    {
        const Transaction abandoned(connection);
        QVERIFY(abandoned.begun());
        QVERIFY(connection.run(u"INSERT INTO sample VALUES (2, 1, 1)"_s));
    }
    QCOMPARE(count(), 1);
    Transaction kept(connection);
    QVERIFY(connection.run(u"INSERT INTO sample VALUES (2, 1, 1)"_s));
    QCOMPARE(count(), 1);
    QVERIFY(kept.commit());
    QCOMPARE(count(), 2);
}

void TestTransactions::failedTransactionCommitsNothing()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), database.book());
    QVERIFY(connection.open());
    Transaction transaction(connection);
    QVERIFY(connection.run(u"INSERT INTO sample VALUES (2, 1, 1)"_s));
    QVERIFY(!connection.run(u"SELECT 1/0"_s));
    const auto committed = transaction.commit(); // PostgreSQL answers this COMMIT with ROLLBACK
    QVERIFY(!committed);
    QVERIFY(!committed.error().text.isEmpty());
    QVERIFY(connection.isOpen());
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM sample"_s), 1);
}

void TestTransactions::beginTravelsWithTheFirstStatement_data()
{
    QTest::addColumn<bool>("isPrepared");
    QTest::newRow("of the book") << true;
    QTest::newRow("given as text") << false;
}

void TestTransactions::beginTravelsWithTheFirstStatement()
{
    QFETCH(bool, isPrepared);
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    const int backend = backendOf(connection);
    Transaction transaction(connection);
    QVERIFY(transaction.begun());
    QCOMPARE(stateOf(database, backend), u"idle"_s);
    if (isPrepared)
        QVERIFY(connection.perform("add_sample"_L1, {2}));
    else
        QVERIFY(connection.query(u"INSERT INTO sample VALUES (2, 1, 1)"_s));
    QCOMPARE(stateOf(database, backend), u"idle in transaction"_s);
    QVERIFY(connection.perform("add_sample"_L1, {3}));
    QCOMPARE(samplesIn(database), 1);
    QVERIFY(transaction.commit());
    QCOMPARE(stateOf(database, backend), u"idle"_s);
    QCOMPARE(samplesIn(database), 3);
}

void TestTransactions::emptyTransactionAsksNothing()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    QVERIFY(connection.begin());
    QVERIFY(connection.commit());
    QVERIFY(connection.begin());
    QVERIFY(connection.rollback());
    // None is left open: this one commits by itself.
    QVERIFY(connection.perform("add_sample"_L1, {2}));
    QCOMPARE(samplesIn(database), 2);
}

void TestTransactions::failedFirstStatementCommitsNothing()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    {
        const Transaction transaction(connection);
        const auto added = connection.perform("add_sample"_L1, {1});
        QVERIFY(!added);
        QCOMPARE(added.error().kind, Kind::UniqueViolation);
        // The transaction is over but for its end.
        QVERIFY(!connection.perform("add_sample"_L1, {2}));
    }
    QVERIFY(connection.perform("add_sample"_L1, {3}));
    QCOMPARE(samplesIn(database), 2);
}

void TestTransactions::preparesAnewAtTheBeginning()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    QVERIFY(connection.perform("add_sample"_L1, {2}));
    QVERIFY(connection.run(u"DEALLOCATE ALL"_s));
    Transaction transaction(connection);
    QVERIFY(connection.perform("add_sample"_L1, {3}));
    QCOMPARE(samplesIn(database), 2);
    QVERIFY(transaction.commit());
    QCOMPARE(samplesIn(database), 3);
}

void TestTransactions::lostServerIsTheFirstStatementsError()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    QVERIFY(connection.perform("add_sample"_L1, {2}));
    database.terminateSessions();
    Transaction transaction(connection);
    QVERIFY(transaction.begun());
    QCOMPARE(connection.perform("add_sample"_L1, {3}).error().kind, Kind::ConnectionLost);
    QVERIFY(!connection.isOpen());
    QCOMPARE(transaction.commit().error().kind, Kind::ConnectionLost);
    QVERIFY(connection.open());
    QVERIFY(connection.perform("add_sample"_L1, {3}));
    QCOMPARE(samplesIn(database), 3);
}

QTEST_GUILESS_MAIN(TestTransactions)
#include "test_transactions.moc"
