// SPDX-License-Identifier: GPL-3.0-only
#include "app/command_line.h"
#include "app/setting_definition.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestCommandLine final : public QObject
{
    Q_OBJECT

private slots:
    void readsCommands_data();
    void readsCommands();
    void readsBothSpellingsOfAValue();
    void switchesNeedNoValue();
    void keepsTheConfigurationFile();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void helpNamesEverySetting();
};

void TestCommandLine::readsCommands_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("command");

    const auto row = [](const char *name, const QStringList &arguments, Command command) {
        QTest::newRow(name) << arguments << static_cast<int>(command);
    };
    row("nothing serves", {}, Command::Serve);
    row("audit", {u"audit"_s}, Command::Audit);
    row("migrate after a flag", {u"--port"_s, u"1"_s, u"migrate"_s}, Command::Migrate);
    row("admin create", {u"admin"_s, u"create"_s, u"a@b.example"_s}, Command::CreateAdmin);
    row("print-config", {u"--print-config"_s}, Command::PrintConfig);
    row("help wins over nonsense", {u"--nonsense"_s, u"--help"_s}, Command::Help);
    row("short help", {u"-h"_s}, Command::Help);
    row("version", {u"--version"_s}, Command::Version);
}

void TestCommandLine::readsCommands()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, command);
    const auto parsed = parseCommandLine(arguments);
    QVERIFY(parsed);
    QCOMPARE(static_cast<int>(parsed->command), command);
}

void TestCommandLine::readsBothSpellingsOfAValue()
{
    const auto parsed = parseCommandLine({u"--port"_s, u"8080"_s, u"--bind=::1"_s, u"--database-url="_s});
    QVERIFY(parsed);
    QCOMPARE(parsed->flags.size(), 3U);
    QCOMPARE(parsed->flags[0].definition, findSetting(u"port"));
    QCOMPARE(parsed->flags[0].value, u"8080"_s);
    QCOMPARE(parsed->flags[1].value, u"::1"_s);
    QCOMPARE(parsed->flags[2].value, QString());
}

void TestCommandLine::switchesNeedNoValue()
{
    const auto parsed = parseCommandLine({u"--demo"_s, u"--headless=false"_s, u"audit"_s});
    QVERIFY(parsed);
    QCOMPARE(parsed->flags[0].value, u"true"_s);
    QCOMPARE(parsed->flags[1].value, u"false"_s);
    QCOMPARE(parsed->command, Command::Audit);
}

void TestCommandLine::keepsTheConfigurationFile()
{
    QCOMPARE(parseCommandLine({u"--config"_s, u"a.conf"_s})->configurationFile, u"a.conf"_s);
    QCOMPARE(parseCommandLine({u"--config=b.conf"_s})->configurationFile, u"b.conf"_s);
    QVERIFY(!parseCommandLine({})->configurationFile);
}

void TestCommandLine::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");

    QTest::newRow("option") << QStringList{u"--prot"_s, u"1"_s} << u"there is no option '--prot'"_s;
    QTest::newRow("one dash") << QStringList{u"-port"_s, u"1"_s} << u"there is no option '-port'"_s;
    QTest::newRow("short") << QStringList{u"-p"_s} << u"there is no option '-p'"_s;
    QTest::newRow("bare dashes") << QStringList{u"--"_s} << u"there is no option '--'"_s;
    QTest::newRow("sub-command") << QStringList{u"serve"_s} << u"there is no sub-command 'serve'"_s;
    QTest::newRow("two sub-commands") << QStringList{u"audit"_s, u"migrate"_s} << u"not also 'migrate'"_s;
    QTest::newRow("admin what") << QStringList{u"admin"_s} << u"it is 'admin create EMAIL'"_s;
    QTest::newRow("admin without address")
        << QStringList{u"admin"_s, u"create"_s, u"--port=1"_s} << u"it is 'admin create EMAIL'"_s;
    QTest::newRow("secret") << QStringList{u"--jwt-secret=abc"_s}
                            << u"--jwt-secret would show the secret to everybody on this machine"_s;
    QTest::newRow("value missing") << QStringList{u"--port"_s} << u"--port needs a value"_s;
    QTest::newRow("file missing") << QStringList{u"--config"_s} << u"--config needs a value"_s;
    QTest::newRow("control characters") << QStringList{u"a\x1b[2J\nb"_s} << u"'a\\x1b[2J\\nb'"_s;
}

void TestCommandLine::refusesWhatItDoesNotKnow()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    const auto parsed = parseCommandLine(arguments);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ExitCode::Usage);
    QVERIFY2(parsed.error().message.contains(said), qPrintable(parsed.error().message));
    QVERIFY(!parsed.error().message.contains(u'\n'));
}

void TestCommandLine::helpNamesEverySetting()
{
    const QString help = helpText();
    for (const SettingDefinition &setting : settingTable()) {
        QVERIFY2(help.contains((setting.hasFlag() ? u"--"_s : u"  "_s) + setting.name), setting.name.data());
        QVERIFY2(help.contains(setting.environment), setting.environment.data());
    }
    for (const QString &line : help.split(u'\n'))
        QVERIFY2(line.size() <= 110, qPrintable(line));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
