// SPDX-License-Identifier: GPL-3.0-only
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int code = -1;
    QString output;
    QString errors;
};

/// The program with nothing of this machine's environment that could change what it does.
Ended runHoldfast(const QStringList &arguments, const QMap<QString, QString> &variables = {})
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    for (auto entry = variables.begin(); entry != variables.end(); ++entry)
        environment.insert(entry.key(), entry.value());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(HOLDFAST_PROGRAM), arguments);
    if (!process.waitForFinished(60'000))
        return {-1, QString(), process.errorString()};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

class TestProgram final : public QObject
{
    Q_OBJECT

private slots:
    void tellsItsVersion();
    void tellsItsUsage();
    void printsItsConfiguration();
    void exitsWithACodeForEachFault_data();
    void exitsWithACodeForEachFault();
};

void TestProgram::tellsItsVersion()
{
    const Ended ended = runHoldfast({u"--version"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.output, u"holdfast " HOLDFAST_VERSION "\n"_s);
}

void TestProgram::tellsItsUsage()
{
    const Ended ended = runHoldfast({u"--help"_s});
    QCOMPARE(ended.code, 0);
    QVERIFY(ended.output.contains(u"usage: holdfast"_s));
    QCOMPARE(ended.errors, QString());
}

void TestProgram::printsItsConfiguration()
{
    const Ended ended = runHoldfast({u"--print-config"_s, u"--port=0"_s},
                                    {{u"DATABASE_URL"_s, u"postgresql://shop:hunter2@db/shop"_s}});
    QCOMPARE(ended.code, 0);
    QVERIFY(ended.output.contains(u"flag --port"_s));
    QVERIFY(ended.output.contains(u"environment DATABASE_URL"_s));
    QVERIFY(!ended.output.contains(u"hunter2"_s));
}

void TestProgram::exitsWithACodeForEachFault_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("port");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");

    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s} << QString() << 2
                                    << u"no option '--nonsense'"_s;
    QTest::newRow("unknown sub-command") << QStringList{u"serve"_s} << QString() << 2 << u"no sub-command"_s;
    QTest::newRow("bad flag") << QStringList{u"--port=x"_s} << QString() << 2 << u"flag --port"_s;
    QTest::newRow("open to the world")
        << QStringList{u"--open-access"_s, u"--bind=0.0.0.0"_s} << QString() << 2 << u"loopback"_s;
    QTest::newRow("bad environment") << QStringList{} << u"x"_s << 78 << u"environment PORT"_s;
    QTest::newRow("missing file") << QStringList{u"--config=/nonexistent/shop.conf"_s} << QString() << 78
                                  << u"/nonexistent/shop.conf"_s;
}

void TestProgram::exitsWithACodeForEachFault()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, port);
    QFETCH(int, code);
    QFETCH(QString, said);
    const Ended ended = runHoldfast(arguments, {{u"PORT"_s, port}});
    QCOMPARE(ended.code, code);
    QCOMPARE(ended.output, QString());
    QVERIFY2(ended.errors.startsWith(u"holdfast: "_s) && ended.errors.contains(said),
             qPrintable(ended.errors));
    QCOMPARE(ended.errors.count(u'\n'), 1);
}

QTEST_GUILESS_MAIN(TestProgram)
#include "test_program.moc"
