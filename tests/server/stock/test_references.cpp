// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Customers that a lane knows are not looked for in every batch, as long as it is the same history of the
/// database in which they were met.
class TestReferences final : public QObject
{
    Q_OBJECT

private slots:
    void knownCustomersAreNotLookedFor();
    void newcomersAreMadeNonetheless();
    void inAnotherHistoryEverybodyIsLookedFor();
};

namespace {

/// The program's statements, in whose eyes the database has another history in every session.
StatementBook forgetfulBook()
{
    const QTemporaryDir folder;
    for (const QFileInfo &file : QDir(u":/sql/statements"_s).entryInfoList(QDir::Files)) {
        QFile from(file.filePath());
        QFile to(folder.filePath(file.fileName()));
        if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly))
            qFatal("cannot copy %s", qUtf8Printable(file.fileName()));
        QByteArray text = from.readAll();
        text.replace("-- name: database_history",
                     "-- name: database_history\nSELECT 'session ' || pg_backend_pid();\n\n-- name: unused");
        to.write(text);
    }
    auto book = StatementBook::fromFolder(folder.path());
    if (!book)
        qFatal("%s", qUtf8Printable(book.error()));
    return *std::move(book);
}

Customer stranger()
{
    return known(UserId::make(), u"stranger"_s);
}

/// What becomes of the reserve of somebody who is said to be known and is not, once the lane has met its
/// database a second time.
QString afterAReconnection(StockServer &server, TestDatabase &database, ProductId product)
{
    const auto customers = addCustomers(database, 2);
    if (codeOf(server.ask(reserve(customers.front(), product))) != u"done"_s)
        return u"not even a customer may hold"_s;
    database.terminateSessions();
    if (codeOf(server.ask(reserve(customers.back(), product))) != u"done"_s)
        return u"the lane does not come back"_s;
    return codeOf(server.ask(reserve(stranger(), product)));
}

} // namespace

void TestReferences::knownCustomersAreNotLookedFor()
{
    TestDatabase database;
    StockServer server(database.settings());
    const auto product = addProduct(database);
    server.start();
    QCOMPARE(afterAReconnection(server, database, product), u"done"_s);
    QCOMPARE(auditOf(database).size(), 1);
}

void TestReferences::newcomersAreMadeNonetheless()
{
    TestDatabase database;
    StockServer server(database.settings());
    const auto product = addProduct(database);
    server.start();
    QCOMPARE(codeOf(server.ask(reserve(newcomer(u"alice"_s), product))), u"done"_s);
    QCOMPARE(auditOf(database), QStringList());
}

void TestReferences::inAnotherHistoryEverybodyIsLookedFor()
{
    TestDatabase database;
    StockServer server(database.settings(), 1, forgetfulBook());
    const auto product = addProduct(database);
    server.start();
    QVERIFY(afterAReconnection(server, database, product) != u"done"_s);
    QCOMPARE(auditOf(database), QStringList());
}

QTEST_GUILESS_MAIN(TestReferences)
#include "test_references.moc"
