// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/database/sample_book.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <climits>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

using Kind = SqlError::Kind;

/// Statements in binary that bring their COMMIT along.
class TestCommitting final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void valuesArriveAsTheyAre();
    void commitsWithWhatWasBegun();
    void commitsWhatCameBefore();
    void failedStatementCommitsNothing();
    void failedLaterStatementCommitsNothing();
    void isCommittedWhenItIsGone();
    void rowsAreThereBeforeTheCommit();
    void lostServerIsTold();
    void withoutAConnection();
    void preparesAnewNextTime();
};

namespace {

struct Fixture
{
    Fixture()
    {
        createSample(database);
        if (!connection.open() || !connection.begin())
            qFatal("no connection to test with");
    }
    CommittingCall add(const std::vector<int> &ids)
    {
        return connection.callCommitting({{"add_samples"_L1, BinaryArguments().addArray(ids)}});
    }
    qint64 samples() { return database.scalar<qint64>(u"SELECT count(*) FROM sample"_s); }

    TestDatabase database{TestDatabase::Schema::Empty};
    Connection connection{database.settings(), sampleBook()};
};

} // namespace

void TestCommitting::valuesArriveAsTheyAre()
{
    Fixture with;
    const std::vector<std::optional<int>> integers{INT_MIN, -1, {}, 0, INT_MAX};
    const std::vector<qint64> bigints{LLONG_MIN, -1, 0, LLONG_MAX};
    const auto uuid = QUuid(u"00112233-4455-6677-8899-aabbccddeeff"_s);
    const auto call = [&](const std::vector<QUuid> &uuids, const QString &text) {
        return with.connection.callCommitting(
            {{"echo_binary"_L1,
              BinaryArguments().addArray(integers).addArray(bigints).addArray(uuids).add(text)}});
    };
    const auto text = u"it's “text” \\ with 𝄞"_s;
    auto told = call({uuid}, text);
    auto &rows = told.rows();
    QVERIFY(rows && rows->next());
    QCOMPARE(rows->integer(0), INT_MIN);
    QVERIFY(rows->isNull(1));
    QCOMPARE(rows->integer(2), INT_MAX);
    QCOMPARE(rows->bigint(3), LLONG_MIN);
    QCOMPARE(rows->bigint(4), LLONG_MAX);
    // Compared by the server, to what a text of it is.
    QCOMPARE(rows->integer(5), 1);
    QCOMPARE(rows->integer(6), static_cast<int>(text.toUcs4().size()));
    QVERIFY(!rows->next());
    QVERIFY(told.committed());

    QVERIFY(with.connection.begin());
    auto empty = call({}, QString());
    QVERIFY(empty.rows() && empty.rows()->next());
    QCOMPARE(empty.rows()->integer(5), 0);
    QCOMPARE(empty.rows()->integer(6), 0);
}

void TestCommitting::commitsWithWhatWasBegun()
{
    Fixture with;
    {
        auto call = with.add({2, 3});
        QVERIFY(call.rows());
        QCOMPARE(call.rows()->count(), 2);
        QVERIFY(call.committed());
        QCOMPARE(with.samples(), 3);
    }
    // The transaction is over, and the connection as good as new.
    QVERIFY(with.connection.call("numbers"_L1, {3}));
    QVERIFY(with.connection.begin());
    QVERIFY(with.add({4}).committed());
    QCOMPARE(with.samples(), 4);
}

void TestCommitting::commitsWhatCameBefore()
{
    Fixture with;
    QVERIFY(with.connection.perform("add_sample"_L1, {2}));
    QCOMPARE(with.samples(), 1);
    QVERIFY(with.add({3}).committed());
    QCOMPARE(with.samples(), 3);
}

void TestCommitting::failedStatementCommitsNothing()
{
    Fixture with;
    QVERIFY(with.connection.perform("add_sample"_L1, {2}));
    auto call = with.add({3, 1});
    QVERIFY(!call.rows());
    QCOMPARE(call.rows().error().kind, Kind::UniqueViolation);
    QCOMPARE(call.rows().error().constraint, u"sample_pkey"_s);
    QVERIFY(!call.rows().error().text.isEmpty());
    QCOMPARE(call.committed().error().kind, Kind::UniqueViolation);
    QCOMPARE(with.samples(), 1);
    QVERIFY(with.connection.begin());
    QVERIFY(with.add({3}).committed());
    QCOMPARE(with.samples(), 2);
}

void TestCommitting::failedLaterStatementCommitsNothing()
{
    Fixture with;
    {
        const BinaryArguments taken = BinaryArguments().addArray(std::array{1});
        auto call = with.connection.callCommitting(
            {{"add_samples"_L1, BinaryArguments().addArray(std::array{2})}, {"add_samples"_L1, taken}});
        QVERIFY(call.rows());
        const auto committed = call.committed();
        QVERIFY(!committed);
        QCOMPARE(committed.error().kind, Kind::UniqueViolation);
    }
    QCOMPARE(with.samples(), 1);
    QVERIFY(with.connection.begin());
    QVERIFY(with.add({2}).committed());
    QCOMPARE(with.samples(), 2);
}

void TestCommitting::isCommittedWhenItIsGone()
{
    Fixture with;
    static_cast<void>(with.add({2}));
    QCOMPARE(with.samples(), 2);
}

// A deferred check makes the commit wait, and fail; the rows are there all the same.
void TestCommitting::rowsAreThereBeforeTheCommit()
{
    Fixture with;
    with.database.exec(
        u"ALTER TABLE sample ALTER CONSTRAINT sample_parent_fkey DEFERRABLE INITIALLY DEFERRED"_s);
    auto call =
        with.connection.callCommitting({{"add_orphans"_L1, BinaryArguments().addArray(std::array{2})}});
    QVERIFY(call.rows());
    QCOMPARE(call.rows()->count(), 1);
    const auto committed = call.committed();
    QVERIFY(!committed);
    QCOMPARE(committed.error().kind, Kind::ForeignKeyViolation);
    QCOMPARE(with.samples(), 1);
}

void TestCommitting::lostServerIsTold()
{
    Fixture with;
    auto backend = with.connection.call("backend"_L1);
    QVERIFY(backend && backend->next());
    with.database.exec(u"SELECT pg_terminate_backend(%1, 5000)"_s.arg(backend->get<int>(0)));
    auto call = with.add({2});
    QVERIFY(!call.rows());
    QCOMPARE(call.rows().error().kind, Kind::ConnectionLost);
    QCOMPARE(call.committed().error().kind, Kind::ConnectionLost);
    QVERIFY(!with.connection.isOpen());
    QCOMPARE(with.samples(), 1);
    QVERIFY(with.connection.open());
    QVERIFY(with.connection.begin());
    QVERIFY(with.add({2}).committed());
}

void TestCommitting::withoutAConnection()
{
    Fixture with;
    with.connection.close();
    auto call = with.add({2});
    QVERIFY(!call.rows());
    QCOMPARE(call.committed().error().kind, Kind::ConnectionLost);
}

// As behind a pooler that hands out sessions.
void TestCommitting::preparesAnewNextTime()
{
    Fixture with;
    QVERIFY(with.add({2}).committed());
    QVERIFY(with.connection.query(u"DEALLOCATE ALL"_s));
    QVERIFY(with.connection.begin());
    QVERIFY(!with.add({3}).committed());
    QVERIFY(with.connection.begin());
    QVERIFY(with.add({3}).committed());
    QCOMPARE(with.samples(), 3);
}

QTEST_GUILESS_MAIN(TestCommitting)
#include "test_committing.moc"
