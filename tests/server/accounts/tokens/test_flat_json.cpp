// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/flat_json.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestFlatJson final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsTextsAndNumbers();
    void refuses_data();
    void refuses();
};

void TestFlatJson::readsTextsAndNumbers()
{
    const auto object = readFlatJson(R"({"a":"text","b":-1.5e3,"":"","q\"\\":"\u017e,}\"","c":0})");
    QVERIFY(object);
    QCOMPARE(object->size(), 5);
    QCOMPARE(std::get<QString>(object->value(u"a"_s)), u"text"_s);
    QCOMPARE(std::get<double>(object->value(u"b"_s)), -1500.0);
    QCOMPARE(std::get<QString>(object->value(u""_s)), u""_s);
    QCOMPARE(std::get<QString>(object->value(u"q\"\\"_s)), u"ž,}\""_s);
    QCOMPARE(std::get<double>(object->value(u"c"_s)), 0.0);
    QVERIFY(readFlatJson("{}") && readFlatJson("{}")->isEmpty());
}

void TestFlatJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "{",
                             "}",
                             "[]",
                             "null",
                             "\"a\"",
                             "{}}",
                             "{}x",
                             " {}",
                             "{} ",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{,\"a\":1}",
                             "{\"a\":1 }",
                             "{\"a\": 1}",
                             "{\"a\":1\"b\":2}",
                             "{\"a\":1,\"a\":1}",
                             "{\"a\":true}",
                             "{\"a\":null}",
                             "{\"a\":{}}",
                             "{\"a\":[]}",
                             "{\"a\":[1]}",
                             "{a:1}",
                             "{1:1}",
                             "{\"a\":01}",
                             "{\"a\":+1}",
                             "{\"a\":1-1}",
                             "{\"a\":.}",
                             "{\"a\":\"b}",
                             "{\"a\":\"\\\"}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":\"\xff\"}",
                             "{\"a\":\"\xc3\"}",
                             "{\"a\":1,\"\\u0061\":2}",
                             "{'a':1}",
                             "{\"a\":1e999}"})
        QTest::newRow(text) << QByteArray(text);
}

void TestFlatJson::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!readFlatJson(text));
}

QTEST_GUILESS_MAIN(TestFlatJson)
#include "test_flat_json.moc"
