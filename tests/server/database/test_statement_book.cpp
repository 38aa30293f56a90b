// SPDX-License-Identifier: GPL-3.0-only
#include "database/statement_book.h"
#include "database/statement_parser.h"
#include "tests/support/test_database.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestStatementBook final : public QObject
{
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void readsSeveralOfAFile();
    void refusesFiles_data();
    void refusesFiles();
    void tellsWhatCannotBePrepared();
    void everyStatementIsGoodSql();
    void everyNameInTheSourceExists();
};

void TestStatementBook::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("arguments");

    const auto row = [](const char *name, const QString &text, const QString &sql, const QString &arguments) {
        QTest::newRow(name) << text << sql << arguments;
    };
    row("plain", u"SELECT 1;\n"_s, u"SELECT 1"_s, {});
    row("named", u"SELECT :a, :b"_s, u"SELECT $1, $2"_s, u"a b"_s);
    row("the same again", u"SELECT :a, :b, :a"_s, u"SELECT $1, $2, $1"_s, u"a b"_s);
    row("a name within a name", u"SELECT :ab, :a"_s, u"SELECT $1, $2"_s, u"ab a"_s);
    row("question marks", u"SELECT ?, ?"_s, u"SELECT $1, $2"_s, u"? ?"_s);
    row("cast", u"SELECT :a::text::uuid"_s, u"SELECT $1::text::uuid"_s, u"a"_s);
    row("in quotations", u"SELECT ':a ?', \":b ?\", 'it''s :c'"_s, u"SELECT ':a ?', \":b ?\", 'it''s :c'"_s,
        {});
    row("quote in a comment", u"-- it's :a\nSELECT 1 -- don't\n, 2"_s, u"SELECT 1  \n, 2"_s, {});
    row("comment in a quotation", u"SELECT '--' || '/*'"_s, u"SELECT '--' || '/*'"_s, {});
    row("block comment", u"SELECT/* :a ' ; */1"_s, u"SELECT 1"_s, {});
    row("dollar quotation", u"SELECT $$ :a ' ; $$, $x$ $$ $x$"_s, u"SELECT $$ :a ' ; $$, $x$ $$ $x$"_s, {});
    row("comment after the end", u"SELECT 1; -- so; there\n"_s, u"SELECT 1"_s, {});
    row("slice", u"SELECT a[1 : 2]"_s, u"SELECT a[1 : 2]"_s, {});
    row("dollar in a name", u"SELECT a$b"_s, u"SELECT a$b"_s, {});
}

void TestStatementBook::parses()
{
    QFETCH(QString, text);
    const auto statement = parseStatement(u"x"_s, text);
    QVERIFY2(statement, statement ? "" : qPrintable(statement.error()));
    QTEST(statement->sql, "sql");
    QTEST(statement->arguments.join(u' '), "arguments");
}

void TestStatementBook::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fault");
    QTest::newRow("nothing") << u"-- only words\n"_s << u"no SQL"_s;
    QTest::newRow("only a semicolon") << u";"_s << u"no SQL"_s;
    QTest::newRow("two statements") << u"SELECT 1; SELECT 2"_s << u"more than one"_s;
    QTest::newRow("open quotation") << u"SELECT 'a"_s << u"not closed"_s;
    QTest::newRow("open dollar quotation") << u"SELECT $a$ b"_s << u"not closed"_s;
    QTest::newRow("numbered placeholder") << u"SELECT $1"_s << u"'$'"_s;
    QTest::newRow("what the driver would mangle") << u"SELECT a[1:2]"_s << u"blank"_s;
    QTest::newRow("placeholder where none can be") << u"SET x TO :a"_s << u"cannot have placeholders"_s;
}

void TestStatementBook::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, fault);
    const auto statement = parseStatement(u"x"_s, text);
    QVERIFY(!statement);
    QVERIFY2(statement.error().contains(fault), qPrintable(statement.error()));
}

namespace {

std::expected<StatementBook, QString> bookOf(const QTemporaryDir &folder, const QByteArray &first,
                                             const QByteArray &second = "-- empty\n")
{
    for (const auto &[name, content] : {std::pair(u"a.sql"_s, first), std::pair(u"b.sql"_s, second)}) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }
    return StatementBook::fromFolder(folder.path());
}

} // namespace

void TestStatementBook::readsSeveralOfAFile()
{
    const QTemporaryDir folder;
    const auto book = bookOf(folder, "-- SPDX\n\n-- name: one\n-- Why.\nSELECT 1;\n\n--name:two\nSELECT :x\n",
                             "-- name: three\r\nSELECT 3;\r\n");
    QVERIFY2(book, book ? "" : qPrintable(book.error()));
    QCOMPARE(book->names(), (QStringList{u"one"_s, u"three"_s, u"two"_s}));
    QCOMPARE(book->statement("one"_L1).sql, u"SELECT 1"_s);
    QCOMPARE(book->statement("two"_L1).arguments, QStringList{u"x"_s});
    QCOMPARE(book->statement("three"_L1).sql, u"SELECT 3"_s);
}

void TestStatementBook::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QString>("fault");
    QTest::newRow("a name twice in a file")
        << QByteArray("-- name: one\nSELECT 1;\n-- name: one\nSELECT 2;\n") << QByteArray()
        << u"a.sql: the name one"_s;
    QTest::newRow("a name twice in two files")
        << QByteArray("-- name: one\nSELECT 1;\n") << QByteArray("-- name: one\nSELECT 2;\n")
        << u"b.sql: the name one"_s;
    QTest::newRow("SQL without a name") << QByteArray("SELECT 1;\n") << QByteArray() << u"above the first"_s;
    QTest::newRow("no proper name") << QByteArray("-- name: List It\nSELECT 1;\n") << QByteArray()
                                    << u"is no name"_s;
    QTest::newRow("a name without SQL") << QByteArray("-- name: one\n") << QByteArray() << u"one: no SQL"_s;
}

void TestStatementBook::refusesFiles()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    QFETCH(QString, fault);
    const QTemporaryDir folder;
    const auto book = bookOf(folder, first, second);
    QVERIFY(!book);
    QVERIFY2(book.error().contains(fault), qPrintable(book.error()));
}

void TestStatementBook::tellsWhatCannotBePrepared()
{
    QVERIFY(parseStatement(u"x"_s, u"with a as (select 1) select * from a"_s)->isPreparable);
    QVERIFY(parseStatement(u"x"_s, u"-- why\n  INSERT INTO t VALUES (:a)"_s)->isPreparable);
    QVERIFY(!parseStatement(u"x"_s, u"SAVEPOINT s"_s)->isPreparable);
    QVERIFY(!parseStatement(u"x"_s, u"DO $$ BEGIN END $$"_s)->isPreparable);
}

// PostgreSQL itself reads each statement of the program against the real schema.
void TestStatementBook::everyStatementIsGoodSql()
{
    TestDatabase database;
    int prepared = 0;
    for (const auto &name : database.book().names()) {
        const Statement &statement = database.book().statement(QLatin1StringView(name.toLatin1()));
        if (!statement.isPreparable)
            continue;
        const auto done = database.connection().run(u"PREPARE p"_s + QString::number(++prepared) + u" AS "_s
                                                    + statement.sql);
        QVERIFY2(done, qPrintable(name + u": "_s + (done ? QString() : done.error().text)));
    }
    QVERIFY(prepared > 5);
}

// A call names its statement by a literal, so that this can find the misspelt ones before they run.
void TestStatementBook::everyNameInTheSourceExists()
{
    static const QRegularExpression calls(uR"re(\b(?:call\(|perform\(|BinaryCall\{)\s*"([^"]*)"_L1)re"_s);
    const QStringList names = StatementBook().names();
    int found = 0;
    QDirIterator files(QStringLiteral(HOLDFAST_SERVER_SOURCES), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                       QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = calls.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            const QString name = matches.next().captured(1);
            QVERIFY2(names.contains(name), qPrintable(file.fileName() + u" calls "_s + name));
            ++found;
        }
    }
    QVERIFY(found > 5);
}

QTEST_GUILESS_MAIN(TestStatementBook)
#include "test_statement_book.moc"
