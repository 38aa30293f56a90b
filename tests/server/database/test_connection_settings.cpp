// SPDX-License-Identifier: GPL-3.0-only
#include "database/connect_options.h"
#include "database/connection_settings.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestConnectionSettings final : public QObject
{
    Q_OBJECT

private slots:
    void readsUrl_data();
    void readsUrl();
    void refusesUrl_data();
    void refusesUrl();
    void refusalHidesPassword();
    void decodesLogin();
    void passesOptionsOn();
    void textHidesPassword();
    void textReadsBack();
    void readsEnvironment();
    void emptyEnvironmentNamesNothing();
    void refusesEnvironment();
    void quotesOptions();
    void refusesSemicolonInOption();
    void knowsSchemaNames_data();
    void knowsSchemaNames();
};

void TestConnectionSettings::readsUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("hosts");
    QTest::addColumn<QString>("ports");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("database");

    const auto row = [](const char *name, const QString &url, const QString &hosts, const QString &ports,
                        const QString &user, const QString &database) {
        QTest::newRow(name) << url << hosts << ports << user << database;
    };
    row("nothing named", u"postgresql://"_s, {}, {}, {}, {});
    row("short scheme", u"postgres://h/d"_s, u"h"_s, u"5432"_s, {}, u"d"_s);
    row("all parts", u"postgresql://u:p@h:5433/d"_s, u"h"_s, u"5433"_s, u"u"_s, u"d"_s);
    row("several hosts", u"postgresql://u@a:1,b,c:3/d"_s, u"a,b,c"_s, u"1,5432,3"_s, u"u"_s, u"d"_s);
    row("IPv6", u"postgresql://[::1]:5433/d"_s, u"::1"_s, u"5433"_s, {}, u"d"_s);
    row("socket in the host", u"postgresql://%2Frun%2Fpg:6000/d"_s, u"/run/pg"_s, u"6000"_s, {}, u"d"_s);
    row("socket as parameter", u"postgresql:///d?host=/run/pg&port=6000&user=u"_s, u"/run/pg"_s, u"6000"_s,
        u"u"_s, u"d"_s);
    row("one port for all", u"postgresql:///d?host=a,b&port=6000"_s, u"a,b"_s, u"6000,6000"_s, {}, u"d"_s);
    row("a port alone", u"postgresql:///d?port=6000"_s, u""_s, u"6000"_s, {}, u"d"_s);
    row("encoded database", u"postgresql://h/my%20data"_s, u"h"_s, u"5432"_s, {}, u"my data"_s);
    row("database as parameter", u"postgresql://h?dbname=d"_s, u"h"_s, u"5432"_s, {}, u"d"_s);
}

void TestConnectionSettings::readsUrl()
{
    QFETCH(QString, url);
    const auto settings = ConnectionSettings::fromUrl(url);
    QVERIFY2(settings, settings ? "" : qPrintable(settings.error()));
    QStringList ports;
    for (const auto &host : settings->hosts)
        ports.append(QString::number(host.port));
    QTEST(hostList(*settings), "hosts");
    QTEST(ports.join(u','), "ports");
    QTEST(settings->user, "user");
    QTEST(settings->database, "database");
}

void TestConnectionSettings::refusesUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("cause");

    const auto row = [](const char *name, const QString &url, const QString &cause) {
        QTest::newRow(name) << url << cause;
    };
    row("empty", u""_s, u"a database URL reads"_s);
    row("another scheme", u"mysql://h/d"_s, u"a database URL reads"_s);
    row("bare @ in the password", u"postgresql://u:p@ss@h/d"_s, u"%40"_s);
    row("port 0", u"postgresql://h:0/d"_s, u"'0' is no port"_s);
    row("port too high", u"postgresql://h:65536/d"_s, u"'65536' is no port"_s);
    row("port in letters", u"postgresql://h:abc/d"_s, u"'abc' is no port"_s);
    row("more ports than hosts", u"postgresql:///d?host=a&port=1,2"_s, u"1 database hosts but 2 ports"_s);
    row("bare IPv6", u"postgresql://::1/d"_s, u"an IPv6 address stands in []"_s);
    row("broken escape", u"postgresql://h/d%2"_s, u"the database holds a '%'"_s);
    row("zero byte", u"postgresql://u:%00@h/d"_s, u"the password holds a '%'"_s);
    row("not UTF-8", u"postgresql://%FF@h/d"_s, u"the user is not UTF-8"_s);
    row("unknown parameter", u"postgresql://h/d?sslmod=require"_s, u"'sslmod' is unknown"_s);
    row("parameter without value", u"postgresql://h/d?sslmode"_s, u"name=value"_s);
    row("semicolon in a value", u"postgresql://h/d?options=a;b"_s, u"cannot hold a ';'"_s);
    row("schema that needs quotes", u"postgresql://h/d?schema=My%20Shop"_s, u"cannot be the schema"_s);
    row("schema of the system", u"postgresql://h/d?schema=pg_shop"_s, u"cannot be the schema"_s);
}

void TestConnectionSettings::refusesUrl()
{
    QFETCH(QString, url);
    QFETCH(QString, cause);
    const auto settings = ConnectionSettings::fromUrl(url);
    QVERIFY(!settings);
    QVERIFY2(settings.error().contains(cause), qPrintable(settings.error()));
}

void TestConnectionSettings::refusalHidesPassword()
{
    for (const auto &url : {u"postgresql://u:se%zzcret@h/d"_s, u"postgresql://u:secret@h:99999/d"_s,
                            u"postgresql://u:secret@x@h/d"_s, u"http://u:secret@h/d"_s}) {
        const auto settings = ConnectionSettings::fromUrl(url);
        QVERIFY(!settings);
        QVERIFY2(!settings.error().contains(u"cret"_s), qPrintable(settings.error()));
    }
}

void TestConnectionSettings::decodesLogin()
{
    const auto settings =
        ConnectionSettings::fromUrl(u"postgresql://us%40er:p%3A%2F%3F%27%5C%3B%20%C3%A9@h/d"_s);
    QVERIFY(settings);
    QCOMPARE(settings->user, u"us@er"_s);
    QCOMPARE(settings->password, u"p:/?'\\; é"_s);
}

void TestConnectionSettings::passesOptionsOn()
{
    const auto settings = ConnectionSettings::fromUrl(
        u"postgresql://h/"
        u"d?target_session_attrs=read-write&sslmode=verify-full&schema=shop&application_name=till"
        "&connect_timeout=60"_s);
    QVERIFY(settings);
    QCOMPARE(settings->schema, u"shop"_s);
    QCOMPARE(settings->applicationName, u"till"_s);
    QCOMPARE(settings->options.value(u"target_session_attrs"_s), u"read-write"_s);
    QCOMPARE(settings->options.value(u"sslmode"_s), u"verify-full"_s);
    const auto options = connectOptions(*settings, 2s);
    QVERIFY(options);
    QVERIFY(options->contains(u"connect_timeout='2'"_s)); // bounded, whatever the URL says
    QVERIFY(options->contains(u"target_session_attrs='read-write'"_s));
}

void TestConnectionSettings::textHidesPassword()
{
    const auto settings = ConnectionSettings::fromUrl(
        u"postgresql://u:secret@a:5433,[::1]/d?sslpassword=hidden&sslmode=require"_s);
    QVERIFY(settings);
    QCOMPARE(settings->text(),
             u"postgresql://u:***@a:5433,[::1]/d?schema=holdfast&sslmode=require&sslpassword=***"_s);
}

void TestConnectionSettings::textReadsBack()
{
    const auto settings = ConnectionSettings::fromUrl(
        u"postgresql://us%40er@%2Frun%2Fpg,b:7/my%20data?options=-c%20a%3Db&schema=shop"_s);
    QVERIFY(settings);
    const auto again = ConnectionSettings::fromUrl(settings->text());
    QVERIFY2(again, qPrintable(settings->text()));
    QVERIFY(*again == *settings);
}

void TestConnectionSettings::readsEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(u"PGHOST"_s, u"a,b"_s);
    environment.insert(u"PGPORT"_s, u"1,2"_s);
    environment.insert(u"PGUSER"_s, u"u"_s);
    environment.insert(u"PGPASSWORD"_s, u"p w"_s);
    environment.insert(u"PGDATABASE"_s, u"d"_s);
    environment.insert(u"PGSSLMODE"_s, u"require"_s);
    environment.insert(u"PGTARGETSESSIONATTRS"_s, u"read-write"_s);
    const auto read = ConnectionSettings::fromEnvironment(environment);
    QVERIFY(read && *read);
    const ConnectionSettings &settings = **read;
    QVERIFY((settings.hosts == std::vector<DatabaseHost>{{u"a"_s, 1}, {u"b"_s, 2}}));
    QCOMPARE(settings.user, u"u"_s);
    QCOMPARE(settings.password, u"p w"_s);
    QCOMPARE(settings.database, u"d"_s);
    QCOMPARE(settings.options.value(u"sslmode"_s), u"require"_s);
    QCOMPARE(settings.options.value(u"target_session_attrs"_s), u"read-write"_s);
}

void TestConnectionSettings::emptyEnvironmentNamesNothing()
{
    QProcessEnvironment environment;
    environment.insert(u"PGSSLMODE"_s, u"require"_s);
    const auto read = ConnectionSettings::fromEnvironment(environment);
    QVERIFY(read);
    QVERIFY(!*read);
}

void TestConnectionSettings::refusesEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(u"PGPORT"_s, u"5432x"_s);
    const auto read = ConnectionSettings::fromEnvironment(environment);
    QVERIFY(!read);
    QVERIFY(read.error().contains(u"'5432x' is no port"_s));
}

void TestConnectionSettings::quotesOptions()
{
    ConnectionSettings settings;
    settings.hosts = {{u"a"_s, 1}, {u"b"_s, 2}};
    settings.options.insert(u"options"_s, uR"(-c a='x\y')"_s);
    const auto options = connectOptions(settings, 2s);
    QVERIFY(options);
    QVERIFY2(options->contains(uR"(options='-c a=\'x\\y\'')"_s), qPrintable(*options));
    QVERIFY(options->contains(u"port='1,2'"_s));
}

void TestConnectionSettings::refusesSemicolonInOption()
{
    ConnectionSettings settings;
    settings.applicationName = u"a;b"_s;
    QVERIFY(!connectOptions(settings, 2s));
}

void TestConnectionSettings::knowsSchemaNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("plain") << u"holdfast"_s << true;
    QTest::newRow("digits and underscores") << u"_shop_2"_s << true;
    QTest::newRow("longest") << QString(48, u'a') << true;
    QTest::newRow("too long") << QString(49, u'a') << false;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("capital") << u"Shop"_s << false;
    QTest::newRow("digit first") << u"2shop"_s << false;
    QTest::newRow("quote") << u"a\"b"_s << false;
    QTest::newRow("line end") << u"shop\n"_s << false;
    QTest::newRow("reserved") << u"pg_x"_s << false;
}

void TestConnectionSettings::knowsSchemaNames()
{
    QFETCH(QString, name);
    QTEST(isSchemaName(name), "isGood");
}

QTEST_APPLESS_MAIN(TestConnectionSettings)
#include "test_connection_settings.moc"
