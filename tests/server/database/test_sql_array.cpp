// SPDX-License-Identifier: GPL-3.0-only
#include "database/sql_array.h"
#include "tests/support/test_database.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestSqlArray final : public QObject
{
    Q_OBJECT

private slots:
    void writesNumbers();
    void writesTexts();
    void writesNulls();
    void writesTypedValues();
    void writesRanges();
    void textsComeBack();
    void numbersComeBack();
};

void TestSqlArray::writesNumbers()
{
    QCOMPARE(SqlArray().take(), u"{}"_s);
    QCOMPARE(SqlArray().add(1).take(), u"{1}"_s);
    SqlArray extremes;
    extremes.add(std::numeric_limits<qint64>::min()).add(std::numeric_limits<qint64>::max());
    QCOMPARE(extremes.take(), u"{-9223372036854775808,9223372036854775807}"_s);
}

void TestSqlArray::writesTexts()
{
    SqlArray array;
    array.add(u""_s).add(u"NULL"_s).add(uR"(a"b\c)"_s).add(u"{x, y}"_s);
    QCOMPARE(array.take(), uR"({"","NULL","a\"b\\c","{x, y}"})"_s);
}

void TestSqlArray::writesNulls()
{
    SqlArray array;
    array.addNull().add(std::optional<int>()).add(std::optional(u"x"_s)).add(std::optional<QUuid>());
    QCOMPARE(array.take(), u"{NULL,NULL,\"x\",NULL}"_s);
}

void TestSqlArray::writesTypedValues()
{
    const QUuid uuid(u"{01890a5d-ac96-774b-bcce-b302099a8057}"_s);
    SqlArray array;
    array.add(*ProductId::from(7)).add(*UserId::from(uuid)).add(*Money::fromMinorUnits(1250));
    array.add(instantFromMicroseconds(1'700'000'000'000'001));
    QCOMPARE(array.take(), u"{7,01890a5d-ac96-774b-bcce-b302099a8057,1250,1700000000000001}"_s);
}

void TestSqlArray::writesRanges()
{
    QCOMPARE(sqlArray(std::vector<int>()), u"{}"_s);
    QCOMPARE(sqlArray(std::vector{1, 2, 3}), u"{1,2,3}"_s);
    QCOMPARE(sqlArray(std::vector<std::optional<qint64>>{1, std::nullopt}), u"{1,NULL}"_s);
    QCOMPARE(sqlArray(QStringList{u"a"_s, u"b"_s}), u"{\"a\",\"b\"}"_s);
}

namespace {

// Mostly what could go wrong, and any other character PostgreSQL can store.
QString randomText(QRandomGenerator &random)
{
    static const QString special = u"\"\\{},' \n\t;:?$%NULLnull-/*[]="_s;
    QString text;
    for (auto length = random.bounded(20); length > 0; --length) {
        if (random.bounded(4) > 0) {
            text.append(special[random.bounded(static_cast<int>(special.size()))]);
            continue;
        }
        const char32_t character = static_cast<char32_t>(random.bounded(1, 0x10ffff));
        const bool isSurrogate = character >= 0xd800 && character <= 0xdfff;
        text.append(QString::fromUcs4(isSurrogate ? U"é" : &character, 1));
    }
    return text;
}

} // namespace

void TestSqlArray::textsComeBack()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"echo.sql"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("-- name: echo_texts\nSELECT element FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS u "
               "(element, n) "
               "ORDER BY n;\n-- name: set_up_session\nSELECT :a, :b, :c, :d;\n");
    file.close();
    const auto book = StatementBook::fromFolder(folder.path());
    QVERIFY2(book, book ? "" : qPrintable(book.error()));
    Connection connection(freshSettings(), *book);
    QVERIFY(connection.open());

    const auto seed = QRandomGenerator::system()->generate();
    QRandomGenerator random(seed);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::optional<QString>> texts(random.bounded(8u));
        for (auto &text : texts)
            text = random.bounded(6) == 0 ? std::nullopt : std::optional(randomText(random));
        auto rows = connection.call("echo_texts"_L1, {sqlArray(texts)});
        QVERIFY2(rows, qPrintable(u"seed "_s + QString::number(seed)));
        std::vector<std::optional<QString>> back;
        while (rows->next())
            back.push_back(rows->get<std::optional<QString>>(0));
        QVERIFY2(back == texts, qPrintable(u"seed "_s + QString::number(seed)));
    }
}

void TestSqlArray::numbersComeBack()
{
    TestDatabase database(TestDatabase::Schema::Missing);
    const QString literal = sqlArray(std::vector{std::numeric_limits<qint64>::min(), qint64(-1), qint64(0)});
    QCOMPARE(database.column(u"SELECT unnest('"_s + literal + u"'::bigint[])::text"_s),
             (QStringList{u"-9223372036854775808"_s, u"-1"_s, u"0"_s}));
}

QTEST_GUILESS_MAIN(TestSqlArray)
#include "test_sql_array.moc"
