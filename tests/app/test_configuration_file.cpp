// SPDX-License-Identifier: GPL-3.0-only
#include "app/configuration_file.h"
#include "app/setting_definition.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestConfigurationFile final : public QObject
{
    Q_OBJECT

private slots:
    void readsLines();
    void refuses_data();
    void refuses();
    void tellsEveryFault();
    void refusesWhatItCannotRead();
    void neverRepeatsALineThatIsNoSetting();

private:
    QString written(const QByteArray &content);

    QTemporaryDir m_folder;
};

QString TestConfigurationFile::written(const QByteArray &content)
{
    QFile file(m_folder.filePath(u"shop.conf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write the test's own file");
    return file.fileName();
}

void TestConfigurationFile::readsLines()
{
    const auto values =
        readConfigurationFile(written("# a shop\n\n  port = 8080 \r\ndatabase-url=host=db password=a=b # c\n"
                                      "demo = yes"));
    QVERIFY(values);
    QCOMPARE(values->size(), 3U);
    QCOMPARE(values->at(0).definition, findSetting(u"port"));
    QCOMPARE(values->at(0).value, u"8080"_s);
    QCOMPARE(values->at(0).where, u"shop.conf line 3"_s);
    QCOMPARE(values->at(1).value, u"host=db password=a=b # c"_s);
    QCOMPARE(values->at(2).where, u"shop.conf line 5"_s);
}

void TestConfigurationFile::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");

    QTest::newRow("unknown name") << QByteArray("port = 1\nprot = 1\n")
                                  << u"shop.conf line 2: there is no setting 'prot'"_s;
    QTest::newRow("flag spelling") << QByteArray("--port = 1") << u"line 1: there is no setting '--port'"_s;
    QTest::newRow("no equals sign") << QByteArray("port 1") << u"shop.conf line 1 is not name = value"_s;
    QTest::newRow("no name") << QByteArray("= 1") << u"line 1 is not name = value"_s;
    QTest::newRow("given twice") << QByteArray("port=1\nport=2")
                                 << u"shop.conf line 2: 'port' is given twice"_s;
    QTest::newRow("section") << QByteArray("[server]\nport=1") << u"line 1 is not name = value"_s;
    QTest::newRow("not UTF-8") << QByteArray("port=\xff\xfe") << u"is not UTF-8"_s;
    QTest::newRow("too large") << QByteArray(configurationFileBytesMax + 1, '#')
                               << u"is larger than 65536 bytes"_s;
}

void TestConfigurationFile::refuses()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    const auto values = readConfigurationFile(written(content));
    QVERIFY(!values);
    QCOMPARE(values.error().front().code, ExitCode::BadConfiguration);
    QVERIFY2(values.error().front().message.contains(said), qPrintable(values.error().front().message));
}

void TestConfigurationFile::tellsEveryFault()
{
    const auto values = readConfigurationFile(written("a=1\nb=2\nport=3\nport=4\n"));
    QVERIFY(!values);
    QCOMPARE(values.error().size(), 3U);
}

void TestConfigurationFile::refusesWhatItCannotRead()
{
    const auto missing = readConfigurationFile(m_folder.filePath(u"missing.conf"_s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().front().code, ExitCode::BadConfiguration);
    QVERIFY(missing.error().front().message.contains(u"missing.conf"_s));
    const auto folder = readConfigurationFile(m_folder.path());
    QVERIFY(!folder);
    QVERIFY(folder.error().front().message.endsWith(u"it is a folder"_s));
}

void TestConfigurationFile::neverRepeatsALineThatIsNoSetting()
{
    const auto values = readConfigurationFile(written("hunter2-is-my-password\n"));
    QVERIFY(!values);
    QVERIFY(!values.error().front().message.contains(u"hunter2"_s));
}

QTEST_GUILESS_MAIN(TestConfigurationFile)
#include "test_configuration_file.moc"
