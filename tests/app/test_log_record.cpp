// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/log_record.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

LogRecord record(const QString &message, QtMsgType type = QtInfoMsg)
{
    return {type, "holdfast.http", message, 1'795'165'200'123};
}

} // namespace

class TestLogRecord final : public QObject
{
    Q_OBJECT

private slots:
    void readsWellAsText();
    void isOneJsonObjectALine_data();
    void isOneJsonObjectALine();
    void carriesTheRequestId_data();
    void carriesTheRequestId();
    void namesLevels_data();
    void namesLevels();
    void redactsInBothFormats();
};

void TestLogRecord::readsWellAsText()
{
    QCOMPARE(textLine(record(u"listening"_s)), "2026-11-20T09:00:00.123Z info    holdfast.http: listening\n");
    LogRecord plain = record(u"hello"_s, QtWarningMsg);
    plain.category = "default";
    QCOMPARE(textLine(plain), "2026-11-20T09:00:00.123Z warning hello\n");
}

void TestLogRecord::isOneJsonObjectALine_data()
{
    QTest::addColumn<QString>("message");

    QTest::newRow("plain") << u"listening"_s;
    QTest::newRow("quotes") << u"a \"quoted\" \\ word"_s;
    QTest::newRow("forged line") << u"x\n{\"level\":\"error\"}"_s;
    QTest::newRow("unpaired surrogate") << u"a"_s + QChar(0xd800) + u'b';
    QTest::newRow("null") << u"a"_s + QChar(0) + u'b';
    QTest::newRow("beyond ASCII") << u"Größe 👟"_s;
}

void TestLogRecord::isOneJsonObjectALine()
{
    QFETCH(QString, message);
    const QByteArray line = jsonLine(record(message));
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(line, &fault).object();
    QCOMPARE(fault.error, QJsonParseError::NoError);
    QCOMPARE(object[u"ts"_s].toString(), u"2026-11-20T09:00:00.123Z"_s);
    QCOMPARE(object[u"level"_s].toString(), u"info"_s);
    QCOMPARE(object[u"category"_s].toString(), u"holdfast.http"_s);
    QVERIFY(!object[u"message"_s].toString().isEmpty());
    QVERIFY(!object.contains(u"request_id"_s));
}

void TestLogRecord::carriesTheRequestId_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("requestId");
    QTest::addColumn<QString>("text");

    QTest::newRow("at the front") << u"[request a1-B.2_c] took 5 ms"_s << u"a1-B.2_c"_s << u"took 5 ms"_s;
    QTest::newRow("only at the front")
        << u"saw [request x] in a name"_s << QString() << u"saw [request x] in a name"_s;
    QTest::newRow("not an id") << u"[request a b] x"_s << QString() << u"[request a b] x"_s;
    QTest::newRow("too long") << u"[request %1] x"_s.arg(QString(65, u'a')) << QString()
                              << u"[request %1] x"_s.arg(QString(65, u'a'));
    QTest::newRow("on a second line") << u"x\n[request a] y"_s << QString() << uR"(x\n[request a] y)"_s;
}

void TestLogRecord::carriesTheRequestId()
{
    QFETCH(QString, message);
    QFETCH(QString, requestId);
    QFETCH(QString, text);
    const QJsonObject object = QJsonDocument::fromJson(jsonLine(record(message))).object();
    QCOMPARE(object[u"request_id"_s].toString(), requestId);
    QCOMPARE(object[u"message"_s].toString(), text);
    if (!requestId.isEmpty())
        QVERIFY(textLine(record(message)).endsWith("holdfast.http: [a1-B.2_c] took 5 ms\n"));
}

void TestLogRecord::namesLevels_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("level");

    QTest::newRow("debug") << int(QtDebugMsg) << u"debug"_s;
    QTest::newRow("info") << int(QtInfoMsg) << u"info"_s;
    QTest::newRow("warning") << int(QtWarningMsg) << u"warning"_s;
    QTest::newRow("critical") << int(QtCriticalMsg) << u"error"_s;
    QTest::newRow("fatal") << int(QtFatalMsg) << u"fatal"_s;
}

void TestLogRecord::namesLevels()
{
    QFETCH(int, type);
    QFETCH(QString, level);
    const QByteArray line = jsonLine(record(u"x"_s, static_cast<QtMsgType>(type)));
    QCOMPARE(QJsonDocument::fromJson(line).object()[u"level"_s].toString(), level);
}

void TestLogRecord::redactsInBothFormats()
{
    const LogRecord secret = record(u"[request a] password=hunter2\x1b[2J"_s);
    QVERIFY(!textLine(secret).contains("hunter2"));
    QVERIFY(!textLine(secret).contains('\x1b'));
    QVERIFY(!jsonLine(secret).contains("hunter2"));
    QVERIFY(!jsonLine(secret).contains("\\u001b"));
}

QTEST_GUILESS_MAIN(TestLogRecord)
#include "test_log_record.moc"
