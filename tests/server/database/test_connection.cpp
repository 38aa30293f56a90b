// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/database/sample_book.h"
#include "tests/support/temporary_server.h"
#include "tests/support/test_database.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <limits>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = SqlError::Kind;

class TestConnection final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void beginsSessionAsOrdered();
    void valuesComeBack_data();
    void valuesComeBack();
    void typedValuesComeBack();
    void nullsComeBack();
    void readsRows();
    void refusesZeroCharacter();
    void tellsErrorsApart_data();
    void tellsErrorsApart();
    void namesViolatedConstraint();
    void limitsWaiting();
    void deferredViolationIsTheCallsError();
    void survivesTerminatedBackend();
    void tellsLossDuringCall();
    void preparesAnewWhenResultChanged();
    void hearsNotifications();
    void hearsNotificationsAfterReconnect();
    void wrongPasswordIsTold();
    void nastyPasswordsLogIn_data();
    void nastyPasswordsLogIn();
    void goesToTheNextHost();
    void silentServerIsGivenUp();
    void missingServerIsTold();
    void refusesServerThatMayLoseCommits_data();
    void refusesServerThatMayLoseCommits();
};

void TestConnection::beginsSessionAsOrdered()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Connection connection(database.settings(), sampleBook(),
                          {.lock = 123ms, .statement = 4567ms, .idleInTransaction = 8s});
    QVERIFY(connection.open());
    const auto setting = [&](const QString &name) {
        auto rows = connection.call("setting"_L1, {name});
        return rows && rows->next() ? rows->get<QString>(0) : QString();
    };
    QCOMPARE(setting(u"search_path"_s), u'"' + database.settings().schema + u"\", pg_temp"_s);
    QCOMPARE(setting(u"TimeZone"_s), u"UTC"_s);
    QCOMPARE(setting(u"lock_timeout"_s), u"123ms"_s);
    QCOMPARE(setting(u"statement_timeout"_s), u"4567ms"_s);
    QCOMPARE(setting(u"idle_in_transaction_session_timeout"_s), u"8s"_s);
    QCOMPARE(setting(u"application_name"_s), database.settings().applicationName);
    QVERIFY(checkDurability(connection));
}

void TestConnection::valuesComeBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"plain"_s;
    QTest::newRow("empty") << u""_s;
    QTest::newRow("null QString is the empty text") << QString();
    QTest::newRow("quotes") << u"it's \"quoted\""_s;
    QTest::newRow("backslashes") << uR"(\ \\ \' \n E'\x41')"_s;
    QTest::newRow("looks like a placeholder") << u":a ? $1 %1 %2"_s;
    QTest::newRow("looks like an injection") << u"'; DROP TABLE users; --"_s;
    QTest::newRow("beyond the basic plane") << u"Žluťoučký 🐎 𝄞"_s;
    QTest::newRow("control characters") << u"\u0001\t\r\n\u007f"_s;
    QTest::newRow("long") << QString(1'000'000, u'x');
}

void TestConnection::valuesComeBack()
{
    QFETCH(QString, text);
    Connection connection(freshSettings(), sampleBook());
    QVERIFY(connection.open());
    auto rows = connection.call("echo_text"_L1, {text});
    QVERIFY(rows && rows->next());
    QCOMPARE(rows->get<QString>(0), text.isNull() ? u""_s : text);
}

void TestConnection::typedValuesComeBack()
{
    Connection connection(freshSettings(), sampleBook());
    QVERIFY(connection.open());
    const qint64 big = std::numeric_limits<qint64>::min();
    const auto user = UserId::make();
    const auto money = *Money::fromMinorUnits(Money::minorUnitsMax);
    const Instant moment = instantFromMicroseconds(1'763'629'200'123'456);
    const QByteArray bytes("\0\x01\\'\xff", 5);
    auto rows = connection.call("echo_typed"_L1,
                                {42, big, true, 0.1, user, money, moment, bytes, *ProductId::from(9)});
    QVERIFY2(rows && rows->next(), rows ? "" : qPrintable(rows.error().text));
    QCOMPARE(rows->get<int>(0), 42);
    QCOMPARE(rows->get<qint64>(1), big);
    QCOMPARE(rows->get<bool>(2), true);
    QCOMPARE(rows->get<double>(3), 0.1);
    QCOMPARE(rows->get<UserId>(4), user);
    QVERIFY(rows->get<Money>(5) == money);
    QVERIFY(rows->get<Instant>(6) == moment);
    QCOMPARE(rows->get<QByteArray>(7), bytes);
    QVERIFY(rows->get<ProductId>(8) == *ProductId::from(9));
    QCOMPARE(rows->get<std::optional<int>>(0), std::optional(42));
}

void TestConnection::nullsComeBack()
{
    Connection connection(freshSettings(), sampleBook());
    QVERIFY(connection.open());
    const std::optional<Money> none;
    auto rows = connection.call("echo_typed"_L1,
                                {nullptr, std::optional<qint64>(), nullptr, nullptr, std::optional<UserId>(),
                                 none, nullptr, nullptr, nullptr});
    QVERIFY(rows && rows->next());
    QCOMPARE(rows->get<std::optional<int>>(0), std::nullopt);
    QCOMPARE(rows->get<std::optional<UserId>>(4), std::nullopt);
    QVERIFY(!rows->get<std::optional<Money>>(5));
}

void TestConnection::readsRows()
{
    Connection connection(freshSettings(), sampleBook());
    QVERIFY(connection.open());
    auto rows = connection.call("numbers"_L1, {3});
    QVERIFY(rows);
    QCOMPARE(rows->count(), 3);
    for (const int expected : {1, 2, 3}) {
        QVERIFY(rows->next());
        // Another statement does not disturb the rows, as they are all here.
        QVERIFY(connection.perform("echo_text"_L1, {u"between"_s}));
        QCOMPARE(rows->get<int>(0), expected);
    }
    QVERIFY(!rows->next());
    auto none = connection.call(
        "echo_typed"_L1, {1, 1, true, 1.0, u"00000000-0000-0000-0000-000000000001"_s, 1, 1, QByteArray(), 1});
    QVERIFY(none);
    const auto nothing = connection.call("nothing"_L1);
    QVERIFY(nothing);
    QCOMPARE(nothing->count(), 0);
}

void TestConnection::refusesZeroCharacter()
{
    Connection connection(freshSettings(), sampleBook());
    QVERIFY(connection.open());
    const auto rows = connection.call("echo_text"_L1, {QString(u"a"_s + QChar(u'\0') + u"b"_s)});
    QVERIFY(!rows);
    QCOMPARE(rows.error().sqlState, u"22021"_s);
    QVERIFY(connection.isOpen());
}

void TestConnection::tellsErrorsApart_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QString &sql, Kind kind) {
        QTest::newRow(name) << sql << static_cast<int>(kind);
    };
    const auto raising = [](const QString &sqlState) {
        return QString(u"DO $$ BEGIN RAISE SQLSTATE '"_s + sqlState + u"'; END $$"_s);
    };
    row("unique", u"INSERT INTO sample VALUES (1, 1, 1)"_s, Kind::UniqueViolation);
    row("check", u"INSERT INTO sample VALUES (2, -1, 1)"_s, Kind::CheckViolation);
    row("foreign key", u"INSERT INTO sample VALUES (2, 1, 99)"_s, Kind::ForeignKeyViolation);
    row("statement timeout", u"SET statement_timeout = 20; SELECT pg_sleep(10)"_s, Kind::StatementTimeout);
    row("read only", u"BEGIN READ ONLY; DELETE FROM sample"_s, Kind::ReadOnly);
    row("serialization", raising(u"40001"_s), Kind::SerializationFailure);
    row("deadlock", raising(u"40P01"_s), Kind::Deadlock);
    row("disk full", raising(u"53100"_s), Kind::DiskFull);
    row("syntax", u"SELEKT"_s, Kind::Other);
}

void TestConnection::tellsErrorsApart()
{
    QFETCH(QString, sql);
    QFETCH(int, kind);
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), database.book());
    QVERIFY(connection.open());
    const auto rows = connection.run(sql);
    QVERIFY(!rows);
    QVERIFY2(rows.error().kind == static_cast<Kind>(kind), qPrintable(rows.error().text));
    QCOMPARE(rows.error().sqlState.size(), 5);
    QVERIFY(connection.isOpen());
}

void TestConnection::namesViolatedConstraint()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    const auto rows = database.connection().run(u"INSERT INTO sample VALUES (2, -1, 1)"_s);
    QVERIFY(!rows);
    QCOMPARE(rows.error().constraint, u"quantity_positive"_s);
}

void TestConnection::limitsWaiting()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    QVERIFY(database.connection().begin());
    database.exec(u"LOCK TABLE sample"_s);
    Connection connection(database.settings(), database.book(), {.lock = 50ms});
    QVERIFY(connection.open());
    const auto rows = connection.run(u"SELECT * FROM sample"_s);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Kind::LockTimeout);
    QVERIFY(database.connection().rollback());
}

// The commit of a call comes after its rows: rows must not be handed out before it is known.
void TestConnection::deferredViolationIsTheCallsError()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    database.exec(u"ALTER TABLE sample ADD CONSTRAINT late UNIQUE (parent) DEFERRABLE INITIALLY DEFERRED"_s);
    const auto rows = database.connection().run(u"INSERT INTO sample VALUES (2, 1, 1) RETURNING id"_s);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Kind::UniqueViolation);
    QCOMPARE(rows.error().constraint, u"late"_s);
}

void TestConnection::survivesTerminatedBackend()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    QVERIFY(connection.perform("echo_text"_L1, {u"before"_s}));
    database.terminateSessions();
    const auto rows = connection.call("echo_text"_L1, {u"during"_s});
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Kind::ConnectionLost);
    QVERIFY(!connection.isOpen());
    QCOMPARE(connection.call("echo_text"_L1, {u"still"_s}).error().kind, Kind::ConnectionLost);
    QCOMPARE(connection.begin().error().kind, Kind::ConnectionLost);
    QVERIFY(connection.open());
    QVERIFY(connection.perform("echo_text"_L1, {u"after"_s}));
}

void TestConnection::tellsLossDuringCall()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    std::atomic<bool> isLost = false;
    std::thread victim([&] {
        Connection connection(database.settings(), database.book(), {.statement = 0ms});
        if (!connection.open())
            return;
        const auto rows = connection.run(u"SELECT pg_sleep(60)"_s);
        isLost = !rows && rows.error().kind == Kind::ConnectionLost && !connection.isOpen();
    });
    const QString sleeping = u"SELECT count(*) FROM pg_stat_activity WHERE application_name = '"_s
        + database.settings().applicationName
        + u"' AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"_s;
    QTRY_COMPARE_WITH_TIMEOUT(database.scalar<qint64>(sleeping), 1, 20'000);
    database.terminateSessions();
    victim.join();
    QVERIFY(isLost);
}

void TestConnection::preparesAnewWhenResultChanged()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    createSample(database);
    Connection connection(database.settings(), sampleBook());
    QVERIFY(connection.open());
    QVERIFY(connection.perform("all_samples"_L1));
    database.exec(u"ALTER TABLE sample ADD COLUMN note text DEFAULT 'new'"_s);
    auto rows = connection.call("all_samples"_L1);
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().text));
    QVERIFY(rows->next());
    QCOMPARE(rows->get<QString>(3), u"new"_s);
    QVERIFY(connection.run(u"DEALLOCATE ALL"_s));
    QVERIFY(connection.perform("echo_text"_L1, {u"x"_s}));
}

void TestConnection::hearsNotifications()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Connection listener(database.settings(), database.book());
    QVERIFY(listener.open());
    QStringList heard;
    const QString channel = u"c_"_s + database.settings().schema;
    QVERIFY(listener.listen(channel, [&](const QString &payload) { heard.append(payload); }));
    database.exec(u"NOTIFY "_s + channel + u", 'one'"_s);
    database.exec(u"NOTIFY other_"_s + channel + u", 'not for us'"_s);
    database.exec(u"NOTIFY "_s + channel + u", 'two'"_s);
    QTRY_COMPARE_WITH_TIMEOUT(heard, (QStringList{u"one"_s, u"two"_s}), 20'000);
}

void TestConnection::hearsNotificationsAfterReconnect()
{
    TestDatabase database(TestDatabase::Schema::Empty);
    Connection listener(database.settings(), database.book());
    QStringList heard;
    const QString channel = u"c_"_s + database.settings().schema;
    QVERIFY(listener.listen(channel, [&](const QString &payload) { heard.append(payload); }));
    QVERIFY(listener.open());
    database.terminateSessions();
    QTRY_VERIFY_WITH_TIMEOUT(!listener.isOpen(), 20'000); // a listener finds out by itself
    QVERIFY(listener.open());
    database.exec(u"NOTIFY "_s + channel + u", 'again'"_s);
    QTRY_COMPARE_WITH_TIMEOUT(heard, QStringList{u"again"_s}, 20'000);
}

namespace {

// A server that wants passwords; the superuser, who does not need one, makes the role.
ConnectionSettings roleWithPassword(const TemporaryServer &server, const QString &password)
{
    auto settings = *ConnectionSettings::fromUrl(server.url());
    Connection admin(settings, sampleBook());
    QString literal = password;
    literal.replace(u'\'', u"''"_s);
    if (!admin.open()
        || !admin.run(u"DROP ROLE IF EXISTS shopper; CREATE ROLE shopper LOGIN PASSWORD '"_s + literal
                      + u'\''))
        qFatal("No role to log in with");
    settings.user = u"shopper"_s;
    settings.password = password;
    return settings;
}

const TemporaryServer &passwordServer()
{
    static const TemporaryServer server;
    return server;
}

} // namespace

void TestConnection::wrongPasswordIsTold()
{
    auto settings = roleWithPassword(passwordServer(), u"right"_s);
    settings.password = u"wr0ng;'"_s;
    Connection connection(settings, sampleBook());
    const auto opened = connection.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::Unavailable);
    QVERIFY2(opened.error().text.contains(u"password authentication failed"_s),
             qPrintable(opened.error().text));
    QVERIFY(!opened.error().text.contains(u"wr0ng"_s));
    QVERIFY(!connection.isOpen());
}

void TestConnection::nastyPasswordsLogIn_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("semicolons and blanks") << u"a;b c ;d="_s;
    QTest::newRow("quotes and backslashes") << uR"(it's \'q\\ "x" host=evil)"_s;
    QTest::newRow("URL characters") << u"p@ss:w/rd?&=%41#"_s;
    QTest::newRow("other alphabets") << u"heslo-ž🐎"_s;
}

void TestConnection::nastyPasswordsLogIn()
{
    QFETCH(QString, password);
    const auto settings = roleWithPassword(passwordServer(), password);
    Connection connection(settings, sampleBook());
    const auto opened = connection.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
}

void TestConnection::goesToTheNextHost()
{
    auto settings = freshSettings();
    settings.hosts.insert(settings.hosts.begin(), DatabaseHost{u"/nowhere"_s, 1});
    settings.options.insert(u"target_session_attrs"_s, u"read-write"_s);
    Connection connection(settings, sampleBook());
    const auto opened = connection.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
}

void TestConnection::silentServerIsGivenUp()
{
    QTcpServer silent; // takes connections and never says a word
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ConnectionSettings settings;
    settings.hosts = {{u"127.0.0.1"_s, silent.serverPort()}};
    Connection connection(settings, sampleBook());
    QElapsedTimer timer;
    timer.start();
    const auto opened = connection.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::Unavailable);
    QVERIFY2(timer.elapsed() < 3'500, qPrintable(QString::number(timer.elapsed())));
}

void TestConnection::missingServerIsTold()
{
    ConnectionSettings settings;
    settings.hosts = {{u"/nowhere"_s, 5432}};
    Connection connection(settings, sampleBook());
    const auto opened = connection.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::Unavailable);
    QVERIFY2(opened.error().text.contains(u"/nowhere"_s), qPrintable(opened.error().text));
}

void TestConnection::refusesServerThatMayLoseCommits_data()
{
    QTest::addColumn<QString>("setting");
    QTest::newRow("fsync") << u"fsync"_s;
    QTest::newRow("full_page_writes") << u"full_page_writes"_s;
    QTest::newRow("synchronous_commit") << u"synchronous_commit"_s;
}

void TestConnection::refusesServerThatMayLoseCommits()
{
    QFETCH(QString, setting);
    const StatementBook book;
    Connection connection(*ConnectionSettings::fromUrl(passwordServer().url()), book);
    QVERIFY(connection.open());
    QVERIFY(checkDurability(connection));
    QVERIFY(connection.run(u"ALTER SYSTEM SET "_s + setting + u" TO off"_s));
    QVERIFY(connection.run(u"SELECT pg_reload_conf()"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!checkDurability(connection), 20'000);
    QVERIFY(checkDurability(connection).error().text.contains(setting + u" = off"_s));
    QVERIFY(connection.run(u"ALTER SYSTEM RESET "_s + setting));
    QVERIFY(connection.run(u"SELECT pg_reload_conf()"_s));
    QTRY_VERIFY_WITH_TIMEOUT(checkDurability(connection), 20'000);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "test_connection.moc"
