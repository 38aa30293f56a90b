// SPDX-License-Identifier: GPL-3.0-only
#include "app/command_line.h"
#include "app/setting_definition.h"
#include "app/settings_report.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Loaded = std::expected<LoadedSettings, std::vector<StartFault>>;

Loaded load(const QStringList &arguments, const QMap<QString, QString> &variables = {})
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, u"/home/shopper"_s);
    for (auto entry = variables.begin(); entry != variables.end(); ++entry)
        environment.insert(entry.key(), entry.value());
    const auto commandLine = parseCommandLine(arguments);
    if (!commandLine)
        return std::unexpected(std::vector{commandLine.error()});
    return loadSettings(*commandLine, environment);
}

QString originOf(const Loaded &loaded, QStringView name)
{
    const auto found = std::ranges::find(loaded->effective, findSetting(name), &EffectiveSetting::definition);
    return found->origin;
}

QString firstMessage(const Loaded &loaded)
{
    return loaded ? QString() : loaded.error().front().message;
}

} // namespace

class TestSettings final : public QObject
{
    Q_OBJECT

private slots:
    void hasDefaults();
    void everyDefaultPassesItsOwnCheck();
    void namesAreUnique();
    void flagsWinOverEnvironmentOverFileOverDefaults();
    void theLastFlagCounts();
    void anEmptyVariableIsUnset();
    void takesTheFileFromTheEnvironment();
    void understandsTheSourceSystems();
    void takesLibpqsOwnVariables_data();
    void takesLibpqsOwnVariables();
    void refusesWhatWouldDivertConnections();
    void anEmptyFlagBringsThePrivateServerBack();
    void mailServerHasNoFlagAndShowsNoPassword();
    void demoImpliesOpenAccess();
    void openAccessLiftsTheLimitUnlessThereIsOne();
    void believesOnlyNamedProxies();
    void demoKeepsItsDataApart();
    void openAccessStaysAtHome_data();
    void openAccessStaysAtHome();
    void refusesValues_data();
    void refusesValues();
    void tellsEveryFault();
    void faultsShowNoSecrets();
    void dataGoesWherePostgresCanReach();
    void theReportNamesOriginsAndHidesPasswords();

private:
    QString writtenFile(const QByteArray &content);

    QTemporaryDir m_folder;
};

QString TestSettings::writtenFile(const QByteArray &content)
{
    QFile file(m_folder.filePath(u"shop.conf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write the test's own file");
    return file.fileName();
}

void TestSettings::hasDefaults()
{
    const auto loaded = load({});
    QVERIFY2(loaded, qPrintable(firstMessage(loaded)));
    const Settings &settings = loaded->settings;
    QVERIFY(!settings.isHeadless && !settings.isDemo && !settings.isOpenAccess);
    QCOMPARE(settings.port, quint16(3000));
    QCOMPARE(settings.bindAddress, QHostAddress(QHostAddress::LocalHost));
    QVERIFY(!settings.externalDatabase);
    QCOMPARE(settings.reservationTtl, 600s);
    QCOMPARE(settings.postgresUser, u"postgres"_s);
    for (const EffectiveSetting &setting : loaded->effective)
        QCOMPARE(setting.origin, u"default"_s);
}

void TestSettings::everyDefaultPassesItsOwnCheck()
{
    for (const SettingDefinition &definition : settingTable()) {
        Settings settings;
        if (definition.name != "data-dir"_L1)
            QVERIFY2(!definition.read(definition.defaultValue, settings), definition.name.data());
    }
}

void TestSettings::namesAreUnique()
{
    QSet<QString> names;
    QSet<QString> variables;
    for (const SettingDefinition &definition : settingTable()) {
        names.insert(definition.name);
        variables.insert(definition.environment);
    }
    QCOMPARE(names.size(), static_cast<qsizetype>(settingTable().size()));
    QCOMPARE(variables.size(), static_cast<qsizetype>(settingTable().size()));
}

void TestSettings::flagsWinOverEnvironmentOverFileOverDefaults()
{
    const QString config = u"--config="_s + writtenFile("port = 1001\n");
    const QMap<QString, QString> environment{{u"PORT"_s, u"1002"_s}};

    QCOMPARE(load({})->settings.port, quint16(3000));
    const auto fromFile = load({config});
    QCOMPARE(fromFile->settings.port, quint16(1001));
    QCOMPARE(originOf(fromFile, u"port"), u"shop.conf line 1"_s);
    const auto fromEnvironment = load({config}, environment);
    QCOMPARE(fromEnvironment->settings.port, quint16(1002));
    QCOMPARE(originOf(fromEnvironment, u"port"), u"environment PORT"_s);
    const auto fromFlag = load({config, u"--port=1003"_s}, environment);
    QCOMPARE(fromFlag->settings.port, quint16(1003));
    QCOMPARE(originOf(fromFlag, u"port"), u"flag --port"_s);
}

void TestSettings::theLastFlagCounts()
{
    QCOMPARE(load({u"--port=1"_s, u"--port=2"_s})->settings.port, quint16(2));
}

void TestSettings::anEmptyVariableIsUnset()
{
    const auto loaded = load({}, {{u"PORT"_s, QString()}, {u"DATABASE_URL"_s, QString()}});
    QVERIFY(loaded);
    QCOMPARE(loaded->settings.port, quint16(3000));
    QVERIFY(!loaded->settings.externalDatabase);
}

void TestSettings::takesTheFileFromTheEnvironment()
{
    const QMap<QString, QString> environment{{u"HOLDFAST_CONFIG"_s, writtenFile("port = 77")}};
    QCOMPARE(load({}, environment)->settings.port, quint16(77));
    QVERIFY(!load({u"--config="_s}, environment));
}

void TestSettings::understandsTheSourceSystems()
{
    const auto loaded = load({},
                             {{u"PORT"_s, u"8000"_s},
                              {u"DATABASE_URL"_s, u"postgresql://shop@db/shop"_s},
                              {u"RESERVATION_TTL_SECONDS"_s, u"120"_s},
                              {u"MAX_PURCHASE_QUANTITY"_s, u"5"_s},
                              {u"RATE_LIMIT_WINDOW_MS"_s, u"15000"_s},
                              {u"RATE_LIMIT_MAX_REQUESTS"_s, u"40"_s},
                              {u"CORS_ORIGINS"_s, u"https://Shop.example, http://[::1]:5173"_s}});
    QVERIFY2(loaded, qPrintable(firstMessage(loaded)));
    QCOMPARE(loaded->settings.port, quint16(8000));
    QCOMPARE(loaded->settings.externalDatabase, *ConnectionSettings::fromUrl(u"postgresql://shop@db/shop"_s));
    QCOMPARE(loaded->settings.reservationTtl, 120s);
    QCOMPARE(loaded->settings.purchaseQuantityMax, 5);
    QCOMPARE(loaded->settings.rateLimitWindow, 15s);
    QCOMPARE(loaded->settings.rateLimitRequests, 40);
    const QList<QByteArray> origins{"https://shop.example", "http://[::1]:5173"};
    QCOMPARE(loaded->settings.corsOrigins, origins);
}

void TestSettings::takesLibpqsOwnVariables_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<bool>("isExternal");

    for (const char *name : {"PGHOST", "PGPORT", "PGDATABASE"})
        QTest::newRow(name) << QString::fromLatin1(name) << true;
    // these only say how to reach a server, not which
    for (const char *name : {"PGUSER", "PGPASSWORD", "PGSSLMODE", "PGDATA"})
        QTest::newRow(name) << QString::fromLatin1(name) << false;
}

void TestSettings::takesLibpqsOwnVariables()
{
    QFETCH(QString, variable);
    QFETCH(bool, isExternal);
    const auto loaded = load({}, {{variable, u"5433"_s}});
    QVERIFY(loaded);
    QCOMPARE(loaded->settings.externalDatabase.has_value(), isExternal);
    QCOMPARE(originOf(loaded, u"database-url"), isExternal ? u"environment "_s + variable : u"default"_s);

    const QMap<QString, QString> both{{variable, u"5433"_s}, {u"DATABASE_URL"_s, u"postgres://x/y"_s}};
    QCOMPARE(load({}, both)->settings.externalDatabase->hosts.front().host, u"x"_s);
    // libpq's variables are environment, and so win over the file
    const QString config = u"--config="_s + writtenFile("database-url = postgres://f/g");
    const auto overFile = load({config}, {{variable, u"5433"_s}});
    QCOMPARE(overFile->settings.externalDatabase->database == u"g"_s, !isExternal);
}

void TestSettings::refusesWhatWouldDivertConnections()
{
    const QMap<QString, QString> environment{{u"PGSERVICE"_s, u"shop"_s}};
    const auto loaded = load({}, environment);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().front().code, ExitCode::BadConfiguration);
    QVERIFY(firstMessage(loaded).startsWith(u"environment PGSERVICE"_s));
    QVERIFY(load({u"--database-url="_s}, environment));
    QVERIFY(!load({}, {{u"PGHOST"_s, u"db"_s}, {u"PGHOSTADDR"_s, u"10.0.0.1"_s}}));
    QVERIFY(!load({}, {{u"PGHOST"_s, u"db"_s}, {u"PGPORT"_s, u"many"_s}}));
}

void TestSettings::anEmptyFlagBringsThePrivateServerBack()
{
    const QMap<QString, QString> environment{{u"DATABASE_URL"_s, u"postgres://x/y"_s},
                                             {u"PGHOST"_s, u"db"_s}};
    const auto loaded = load({u"--database-url="_s}, environment);
    QVERIFY(loaded);
    QVERIFY(!loaded->settings.externalDatabase);
}

void TestSettings::mailServerHasNoFlagAndShowsNoPassword()
{
    QVERIFY(!load({})->settings.mailServer);
    const QString url = u"smtp://shop:hunter2@mail.example.com?from=shop@example.com"_s;
    QVERIFY(!load({u"--smtp-url="_s + url}));
    const auto loaded = load({}, {{u"SMTP_URL"_s, url}});
    QVERIFY2(loaded, qPrintable(firstMessage(loaded)));
    QCOMPARE(loaded->settings.mailServer->password, u"hunter2"_s);
    const QString report = settingsReport(*loaded);
    QVERIFY(!report.contains(u"hunter2"_s));
    QVERIFY2(report.contains(u"smtp://shop:***@mail.example.com:587?from=shop%40example.com&tls=required"_s),
             qPrintable(report));

    const auto broken = load({}, {{u"SMTP_URL"_s, u"smtp://shop:hun/ter2@mail.example.com"_s}});
    QVERIFY(!broken && !firstMessage(broken).contains(u"hun"_s));
    QVERIFY2(firstMessage(broken).startsWith(u"environment SMTP_URL: the value is not the URL of a mail"_s),
             qPrintable(firstMessage(broken)));
}

void TestSettings::demoImpliesOpenAccess()
{
    const auto loaded = load({u"--demo"_s});
    QVERIFY(loaded->settings.isOpenAccess);
    QCOMPARE(originOf(loaded, u"open-access"), u"implied by demo"_s);
    const auto contradiction = load({u"--demo"_s, u"--open-access=no"_s});
    QVERIFY(!contradiction);
    QCOMPARE(contradiction.error().front().code, ExitCode::Usage);
}

void TestSettings::openAccessLiftsTheLimitUnlessThereIsOne()
{
    QVERIFY(load({})->settings.rateLimitRequests > 0);
    for (const auto &flag : {u"--open-access"_s, u"--demo"_s}) {
        const auto open = load({flag});
        QCOMPARE(open->settings.rateLimitRequests, 0);
        QCOMPARE(originOf(open, u"rate-limit-max-requests"), u"implied by open-access"_s);
        QCOMPARE(load({flag}, {{u"RATE_LIMIT_MAX_REQUESTS"_s, u"7"_s}})->settings.rateLimitRequests, 7);
    }
}

void TestSettings::believesOnlyNamedProxies()
{
    const QHostAddress inside(u"10.1.2.3"_s);
    QVERIFY(!load({})->settings.trustedProxies.isProxy(inside));
    const auto loaded = load({u"--trusted-proxies=127.0.0.1, 10.0.0.0/8"_s});
    QVERIFY(loaded->settings.trustedProxies.isProxy(inside));
    QVERIFY(!loaded->settings.trustedProxies.isProxy(QHostAddress(u"192.0.2.1"_s)));
}

void TestSettings::demoKeepsItsDataApart()
{
    const QString usual = load({})->settings.dataDirectory;
    const auto demo = load({u"--demo"_s});
    QCOMPARE(demo->settings.dataDirectory, usual + u"-demo"_s);
    QCOMPARE(originOf(demo, u"data-dir"), u"implied by demo"_s);
    QVERIFY(settingsReport(*demo).contains(usual + u"-demo"_s));
    QCOMPARE(load({}, {{u"HOLDFAST_DEMO"_s, u"true"_s}})->settings.dataDirectory, usual + u"-demo"_s);

    // whoever names a folder means it
    const auto flag = load({u"--demo"_s, u"--data-dir=/data/shop"_s});
    QCOMPARE(flag->settings.dataDirectory, u"/data/shop"_s);
    QCOMPARE(originOf(flag, u"data-dir"), u"flag --data-dir"_s);
    QCOMPARE(load({u"--demo"_s}, {{u"HOLDFAST_DATA_DIR"_s, u"/data/shop"_s}})->settings.dataDirectory,
             u"/data/shop"_s);
}

void TestSettings::openAccessStaysAtHome_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");

    const int fine = toInt(ExitCode::Success);
    const int usage = toInt(ExitCode::Usage);
    QTest::newRow("loopback") << QStringList{u"--open-access"_s, u"--bind=127.0.0.2"_s} << fine;
    QTest::newRow("loopback six") << QStringList{u"--open-access"_s, u"--bind=::1"_s} << fine;
    QTest::newRow("localhost") << QStringList{u"--demo"_s, u"--bind=localhost"_s} << fine;
    QTest::newRow("closed to all") << QStringList{u"--bind=0.0.0.0"_s} << fine;
    QTest::newRow("any") << QStringList{u"--open-access"_s, u"--bind=0.0.0.0"_s} << usage;
    QTest::newRow("any six") << QStringList{u"--open-access"_s, u"--bind=::"_s} << usage;
    QTest::newRow("private network") << QStringList{u"--open-access"_s, u"--bind=192.168.1.5"_s} << usage;
    QTest::newRow("mapped") << QStringList{u"--open-access"_s, u"--bind=::ffff:10.0.0.1"_s} << usage;
    QTest::newRow("demo") << QStringList{u"--demo"_s, u"--bind=10.0.0.1"_s} << usage;
}

void TestSettings::openAccessStaysAtHome()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const auto loaded = load(arguments);
    QCOMPARE(loaded ? 0 : toInt(loaded.error().front().code), code);

    if (code != 0)
        QVERIFY2(firstMessage(loaded).startsWith(u"open access is for loopback"_s),
                 qPrintable(firstMessage(loaded)));
    // the same from the environment is a fault of the configuration
    const auto elsewhere = load({arguments.last()}, {{u"HOLDFAST_OPEN_ACCESS"_s, u"true"_s}});
    if (code != 0)
        QCOMPARE(elsewhere.error().front().code, ExitCode::BadConfiguration);
}

void TestSettings::refusesValues_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("said");

    const auto row = [](const char *title, const QString &name, const QString &value, const QString &said) {
        QTest::newRow(title) << name << value << said;
    };
    row("port too large", u"port"_s, u"65536"_s, u"'65536' is not a number from 0 to 65535"_s);
    row("port negative", u"port"_s, u"-1"_s, u"'-1' is not a number"_s);
    row("port with sign", u"port"_s, u"+80"_s, u"is not a number"_s);
    row("port hexadecimal", u"port"_s, u"0x50"_s, u"is not a number"_s);
    row("port wraps", u"port"_s, u"4294967376"_s, u"is not a number"_s);
    row("port words", u"port"_s, u"http"_s, u"is not a number"_s);
    row("port in other digits", u"port"_s, u"٨٠"_s, u"is not a number"_s);
    row("address", u"bind"_s, u"example.org"_s, u"is not an IPv4 or IPv6 address"_s);
    row("short address", u"bind"_s, u"1"_s, u"is not an IPv4 or IPv6 address"_s);
    row("switch", u"headless"_s, u"maybe"_s, u"is not one of true, false"_s);
    row("level", u"log-level"_s, u"loud"_s, u"is not one of debug, info, warning, error"_s);
    row("format", u"log-format"_s, u"xml"_s, u"is not one of auto, text, json"_s);
    row("hold time", u"reservation-ttl"_s, u"0"_s, u"is not a number from 1 to 86400"_s);
    row("quantity", u"max-purchase-quantity"_s, u"0"_s, u"is not a number from 1 to"_s);
    row("window", u"rate-limit-window"_s, u"10"_s, u"is not a number from 1000 to"_s);
    row("requests", u"rate-limit-max-requests"_s, u"-1"_s, u"is not a number from 0 to"_s);
    row("proxy", u"trusted-proxies"_s, u"10.0.0.1, proxy.example"_s, u"is not a list of addresses"_s);
    const auto noOrigins = u"is not a list of origins"_s;
    row("any origin", u"cors-origins"_s, u"*"_s, noOrigins);
    row("null origin", u"cors-origins"_s, u"null"_s, noOrigins);
    row("origin without scheme", u"cors-origins"_s, u"shop.example"_s, noOrigins);
    row("origin with a path", u"cors-origins"_s, u"https://shop.example/"_s, noOrigins);
    row("origin with a wildcard", u"cors-origins"_s, u"https://*.shop.example"_s, noOrigins);
    row("one of two origins", u"cors-origins"_s, u"https://a.example,b.example"_s, noOrigins);
    row("account root", u"postgres-user"_s, u"root"_s, u"is not the name of an account"_s);
    row("account shell", u"postgres-user"_s, u"a;b"_s, u"is not the name of an account"_s);
    row("database", u"database-url"_s, u"mysql://db"_s, u"the value is not a database URL: "_s);
    row("control characters", u"bind"_s, u"a\nb"_s, u"'a\\nb'"_s);
}

void TestSettings::refusesValues()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, said);

    const auto flag = load({u"--%1=%2"_s.arg(name, value)});
    QVERIFY(!flag);
    QCOMPARE(flag.error().size(), 1U);
    QCOMPARE(flag.error().front().code, ExitCode::Usage);
    QVERIFY2(firstMessage(flag).contains(said), qPrintable(firstMessage(flag)));
    QVERIFY2(firstMessage(flag).startsWith(u"flag --"_s + name), qPrintable(firstMessage(flag)));

    const QString variable = findSetting(name)->environment;
    const auto environment = load({}, {{variable, value}});
    QVERIFY(!environment);
    QCOMPARE(environment.error().front().code, ExitCode::BadConfiguration);
    QVERIFY2(firstMessage(environment).startsWith(u"environment "_s + variable),
             qPrintable(firstMessage(environment)));
}

void TestSettings::tellsEveryFault()
{
    const auto loaded = load({u"--port=x"_s, u"--bind=y"_s}, {{u"RESERVATION_TTL_SECONDS"_s, u"z"_s}});
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().size(), 3U);
}

void TestSettings::faultsShowNoSecrets()
{
    const auto loaded = load({u"--database-url=hunter2:hunter2@db"_s});
    QVERIFY(!loaded);
    QVERIFY(!firstMessage(loaded).contains(u"hunter2"_s));
}

void TestSettings::dataGoesWherePostgresCanReach()
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, u"/home/shopper"_s);
    QCOMPARE(defaultDataDirectory(environment, false), u"/home/shopper/.local/share/holdfast"_s);
    environment.insert(u"XDG_DATA_HOME"_s, u"/data"_s);
    QCOMPARE(defaultDataDirectory(environment, false), u"/data/holdfast"_s);
    QCOMPARE(defaultDataDirectory(environment, true), u"/var/lib/holdfast"_s);
    environment.insert(u"XDG_DATA_HOME"_s, u"relative"_s);
    QCOMPARE(defaultDataDirectory(environment, false), u"/home/shopper/.local/share/holdfast"_s);
    QCOMPARE(load({u"--data-dir=shop"_s})->settings.dataDirectory,
             QDir::current().absoluteFilePath(u"shop"_s));
}

void TestSettings::theReportNamesOriginsAndHidesPasswords()
{
    const auto loaded =
        load({u"--port=1"_s},
             {{u"DATABASE_URL"_s, u"postgresql://shop:hunter2@db:5432/shop?sslpassword=hunter2"_s}});
    const QString report = settingsReport(*loaded);
    QVERIFY2(!report.contains(u"hunter2"_s), qPrintable(report));
    QVERIFY(report.contains(u"postgresql://shop:***@db:5432/shop?sslpassword=***"_s));
    const QStringList lines = report.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), static_cast<qsizetype>(settingTable().size()));
    const auto port =
        std::ranges::find_if(lines, [](const QString &line) { return line.startsWith(u"port "_s); });
    QCOMPARE(port->simplified(), u"port 1 flag --port"_s);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
