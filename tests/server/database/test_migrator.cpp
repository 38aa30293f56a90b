// SPDX-License-Identifier: GPL-3.0-only
#include "database/migrator.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <latch>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = MigrationError::Kind;

class TestMigrator final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void appliesInOrderAndOnce();
    void appliesWhatIsNew();
    void appliesTheProgramsOwn();
    void failedMigrationLeavesNothing();
    void refusesNewerSchema();
    void refusesChangedMigration();
    void refusesBadNumbers_data();
    void refusesBadNumbers();
    void refusesUnreachableServer();
    void waitsForAnotherOnlySoLong();
    void manyAtOnceTakeTurns();
    void reappliesChangedFunction();
    void replacesChangedSignature();
    void replacesChangedResult();
    void keepsWhatDependsOnFunction();
    void dropsVanishedFunction();
    void restoresFunctionDroppedByHand();
    void functionsMayReferToLaterOnes();
    void refusesFileThatCreatesAnother();
    void brokenFunctionChangesNothing();
    void worksWithoutRightToCreateSchemas();

private:
    void migration(const QString &name, const QByteArray &sql) const { write(u"migrations/"_s + name, sql); }
    void function(const QString &name, const QByteArray &sql) const { write(u"functions/"_s + name, sql); }
    void write(const QString &path, const QByteArray &content) const;
    std::expected<MigrationReport, MigrationError> migrate(std::chrono::milliseconds wait = 20s) const;
    void createTwoTables() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestDatabase> m_database;
};

void TestMigrator::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(u"migrations"_s);
    QDir(m_folder->path()).mkdir(u"functions"_s);
    m_database = std::make_unique<TestDatabase>(TestDatabase::Schema::Missing);
}

void TestMigrator::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void TestMigrator::write(const QString &path, const QByteArray &content) const
{
    QFile file(m_folder->filePath(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
        qFatal("Cannot write %s", qPrintable(path));
}

std::expected<MigrationReport, MigrationError> TestMigrator::migrate(std::chrono::milliseconds wait) const
{
    const Migrator::Folders folders{.migrations = m_folder->filePath(u"migrations"_s),
                                    .functions = m_folder->filePath(u"functions"_s)};
    return Migrator(m_database->settings(), m_database->book(), folders, wait).migrate();
}

void TestMigrator::createTwoTables() const
{
    migration(u"0001_one.sql"_s, "CREATE TABLE one (id int); INSERT INTO one VALUES (1); -- it's; fine\n");
    migration(u"0002_two.sql"_s, "CREATE TABLE two (id int);\nCREATE INDEX two_id ON two (id);\n");
}

void TestMigrator::appliesInOrderAndOnce()
{
    createTwoTables();
    const auto first = migrate();
    QVERIFY2(first, first ? "" : qPrintable(first.error().text));
    QCOMPARE(first->version, 2);
    QCOMPARE(first->migrationsApplied, 2);
    const auto second = migrate();
    QVERIFY(second);
    QCOMPARE(second->version, 2);
    QCOMPARE(second->migrationsApplied, 0);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM one"_s), 1);
    QCOMPARE(m_database->column(u"SELECT name FROM schema_migrations ORDER BY number"_s),
             (QStringList{u"0001_one.sql"_s, u"0002_two.sql"_s}));
}

void TestMigrator::appliesWhatIsNew()
{
    createTwoTables();
    QVERIFY(migrate());
    migration(u"0003_three.sql"_s, "ALTER TABLE two ADD COLUMN name text;\n");
    const auto report = migrate();
    QVERIFY(report);
    QCOMPARE(report->version, 3);
    QCOMPARE(report->migrationsApplied, 1);
}

void TestMigrator::appliesTheProgramsOwn()
{
    const auto report = Migrator(m_database->settings(), m_database->book()).migrate();
    QVERIFY2(report, report ? "" : qPrintable(report.error().text));
    QVERIFY(report->version >= 1);
    QVERIFY(report->functionsApplied >= 1);
    const auto again = Migrator(m_database->settings(), m_database->book()).migrate();
    QVERIFY(again);
    QCOMPARE(again->migrationsApplied + again->functionsApplied + again->functionsDropped, 0);
}

void TestMigrator::failedMigrationLeavesNothing()
{
    createTwoTables();
    migration(u"0002_two.sql"_s, "CREATE TABLE two (id int);\nSELECT 1;\nSELECT * FROM nowhere;\n");
    const auto report = migrate();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::Database);
    QVERIFY2(report.error().text.startsWith(u"0002_two.sql: "_s), qPrintable(report.error().text));
    QVERIFY2(report.error().text.contains(u"nowhere"_s), qPrintable(report.error().text));
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM schema_migrations"_s), 1);
    QVERIFY(m_database->scalar<bool>(u"SELECT to_regclass('two') IS NULL"_s));
    migration(u"0002_two.sql"_s, "CREATE TABLE two (id int);\n");
    QVERIFY(migrate());
}

void TestMigrator::refusesNewerSchema()
{
    createTwoTables();
    QVERIFY(migrate());
    QVERIFY(QFile::remove(m_folder->filePath(u"migrations/0002_two.sql"_s)));
    const auto report = migrate();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::NewerSchema);
    QVERIFY2(report.error().text.contains(u"version 2"_s) && report.error().text.contains(u"up to 1"_s),
             qPrintable(report.error().text));
}

void TestMigrator::refusesChangedMigration()
{
    createTwoTables();
    QVERIFY(migrate());
    migration(u"0001_one.sql"_s, "CREATE TABLE one (id bigint);\n");
    const auto report = migrate();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::ChangedMigration);
    QVERIFY2(report.error().text.contains(u"0001_one.sql"_s), qPrintable(report.error().text));
}

void TestMigrator::refusesBadNumbers_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("cause");
    QTest::newRow("gap") << QStringList{u"0001_a.sql"_s, u"0003_c.sql"_s} << u"migration 2 is missing"_s;
    QTest::newRow("not from 1") << QStringList{u"0002_b.sql"_s} << u"migration 1 is missing"_s;
    QTest::newRow("twice") << QStringList{u"0001_a.sql"_s, u"0001_b.sql"_s} << u"0001_b.sql"_s;
    QTest::newRow("zero") << QStringList{u"0000_a.sql"_s} << u"0000"_s;
    QTest::newRow("no number") << QStringList{u"users.sql"_s} << u"users.sql is not named"_s;
}

void TestMigrator::refusesBadNumbers()
{
    QFETCH(QStringList, names);
    QFETCH(QString, cause);
    for (const auto &name : names)
        migration(name, "SELECT 1;\n");
    const auto report = migrate();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::Files);
    QVERIFY2(report.error().text.contains(cause), qPrintable(report.error().text));
}

void TestMigrator::refusesUnreachableServer()
{
    ConnectionSettings nowhere;
    nowhere.hosts = {{u"/nowhere"_s, 5432}};
    const auto report = Migrator(nowhere, m_database->book()).migrate();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::Database);
    QVERIFY(report.error().cause.isOutage());
}

void TestMigrator::waitsForAnotherOnlySoLong()
{
    createTwoTables();
    QVERIFY(m_database->connection().perform("lock_migrations"_L1, {m_database->settings().schema}));
    const auto report = migrate(100ms);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Kind::Busy);
    m_database->exec(u"SELECT pg_advisory_unlock_all()"_s);
    QVERIFY(migrate(100ms));
}

void TestMigrator::manyAtOnceTakeTurns()
{
    createTwoTables();
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    constexpr int count = 6;
    std::latch start(count);
    std::array<std::atomic<int>, 2> applied{};
    std::atomic<int> succeeded = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            const auto report = migrate();
            if (!report)
                return;
            ++succeeded;
            applied[0] += report->migrationsApplied;
            applied[1] += report->functionsApplied;
        });
    }
    threads.clear();
    QCOMPARE(succeeded, count);
    QCOMPARE(applied[0], 2);
    QCOMPARE(applied[1], 1);
}

void TestMigrator::reappliesChangedFunction()
{
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 41';\n");
    QVERIFY(migrate());
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    const auto report = migrate();
    QVERIFY(report);
    QCOMPARE(report->functionsApplied, 1);
    QCOMPARE(m_database->scalar<int>(u"SELECT answer()"_s), 42);
    QCOMPARE(migrate()->functionsApplied, 0);
}

void TestMigrator::replacesChangedSignature()
{
    function(u"twice.sql"_s,
             "CREATE OR REPLACE FUNCTION twice(a int) RETURNS int LANGUAGE sql AS 'SELECT a * 2';\n");
    QVERIFY(migrate());
    function(u"twice.sql"_s,
             "CREATE OR REPLACE FUNCTION twice(a bigint) RETURNS bigint LANGUAGE sql AS 'SELECT a * 2';\n");
    const auto report = migrate();
    QVERIFY2(report, report ? "" : qPrintable(report.error().text));
    QCOMPARE(m_database->column(u"SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'twice' AND "
                                "pronamespace = current_schema()::regnamespace"_s),
             QStringList{u"twice(bigint)"_s});
}

void TestMigrator::replacesChangedResult()
{
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    QVERIFY(migrate());
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS text LANGUAGE sql AS 'SELECT ''x''';\n");
    const auto report = migrate();
    QVERIFY2(report, report ? "" : qPrintable(report.error().text));
    QCOMPARE(m_database->scalar<QString>(u"SELECT answer()"_s), u"x"_s);
}

// A trigger needs its function: what can be replaced must not be dropped.
void TestMigrator::keepsWhatDependsOnFunction()
{
    migration(u"0001_one.sql"_s, "CREATE TABLE one (id int);\n");
    const auto body = [](const char *value) -> QByteArray {
        return QByteArray("CREATE OR REPLACE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                          "NEW.id := ")
            + value + "; RETURN NEW; END $$;\n";
    };
    function(u"mark.sql"_s, body("1"));
    QVERIFY(migrate());
    m_database->exec(u"CREATE TRIGGER marks BEFORE INSERT ON one FOR EACH ROW EXECUTE FUNCTION mark()"_s);
    function(u"mark.sql"_s, body("2"));
    QVERIFY(migrate());
    QCOMPARE(m_database->scalar<int>(u"INSERT INTO one VALUES (0) RETURNING id"_s), 2);
}

void TestMigrator::dropsVanishedFunction()
{
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    QVERIFY(migrate());
    QVERIFY(QFile::remove(m_folder->filePath(u"functions/answer.sql"_s)));
    const auto report = migrate();
    QVERIFY(report);
    QCOMPARE(report->functionsDropped, 1);
    QVERIFY(m_database->scalar<bool>(u"SELECT to_regproc('answer') IS NULL"_s));
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM schema_functions"_s), 0);
}

void TestMigrator::restoresFunctionDroppedByHand()
{
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    QVERIFY(migrate());
    m_database->exec(u"DROP FUNCTION answer()"_s);
    QVERIFY(migrate());
    QCOMPARE(m_database->scalar<int>(u"SELECT answer()"_s), 42);
}

void TestMigrator::functionsMayReferToLaterOnes()
{
    function(u"a.sql"_s, "CREATE OR REPLACE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT b() + 1';\n");
    function(u"b.sql"_s, "CREATE OR REPLACE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT c() + 1';\n");
    function(u"c.sql"_s, "CREATE OR REPLACE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1';\n");
    const auto report = migrate();
    QVERIFY2(report, report ? "" : qPrintable(report.error().text));
    QCOMPARE(m_database->scalar<int>(u"SELECT a()"_s), 3);
}

void TestMigrator::refusesFileThatCreatesAnother()
{
    function(u"answer.sql"_s,
             "CREATE OR REPLACE FUNCTION question() RETURNS int LANGUAGE sql AS 'SELECT 42';\n");
    const auto report = migrate();
    QVERIFY(!report);
    QVERIFY2(report.error().text.startsWith(u"answer.sql: "_s), qPrintable(report.error().text));
    QVERIFY(m_database->scalar<bool>(u"SELECT to_regproc('question') IS NULL"_s));
}

void TestMigrator::brokenFunctionChangesNothing()
{
    function(u"a.sql"_s, "CREATE OR REPLACE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';\n");
    QVERIFY(migrate());
    function(u"a.sql"_s, "CREATE OR REPLACE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 2';\n");
    function(u"b.sql"_s, "CREATE OR REPLACE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT missing()';\n");
    const auto report = migrate();
    QVERIFY(!report);
    QVERIFY2(report.error().text.startsWith(u"b.sql: "_s), qPrintable(report.error().text));
    QCOMPARE(m_database->scalar<int>(u"SELECT a()"_s), 1);
}

void TestMigrator::worksWithoutRightToCreateSchemas()
{
    createTwoTables();
    const QString schema = m_database->settings().schema;
    const QString role = u"role_"_s + schema;
    m_database->exec(u"CREATE SCHEMA "_s + schema + u"; CREATE ROLE "_s + role + u"; GRANT ALL ON SCHEMA "_s
                     + schema + u" TO "_s + role);
    auto settings = m_database->settings();
    settings.options.insert(u"options"_s, u"-c role="_s + role);
    const Migrator::Folders folders{.migrations = m_folder->filePath(u"migrations"_s),
                                    .functions = m_folder->filePath(u"functions"_s)};
    const auto report = Migrator(settings, m_database->book(), folders).migrate();
    m_database->exec(u"DROP SCHEMA "_s + schema + u" CASCADE; DROP ROLE "_s + role);
    QVERIFY2(report, report ? "" : qPrintable(report.error().text));
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "test_migrator.moc"
