// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/customer_directory.h"
#include "accounts/users.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestUsers final : public QObject
{
    Q_OBJECT

private slots:
    void createsAndFinds();
    void takenNameIsNotMadeAgain();
    void findsNobody();
};

void TestUsers::createsAndFinds()
{
    TestDatabase database;
    const auto made = createUser(database.connection(), u"Zoë \"quoted\" 'x'"_s);
    QVERIFY(made && *made);
    QCOMPARE((*made)->username, u"Zoë \"quoted\" 'x'"_s);
    QVERIFY((*made)->createdAt > Instant());

    const CustomerDirectory directory; // knows nobody: the database has to
    for (const auto &name : {(*made)->username, (*made)->id.text(), (*made)->id.text().toUpper()}) {
        const auto found = findUser(database.connection(), directory.find(name));
        QVERIFY(found && *found);
        QVERIFY((*found)->id == (*made)->id);
        QCOMPARE((*found)->username, (*made)->username);
        QVERIFY((*found)->createdAt == (*made)->createdAt);
    }
}

void TestUsers::takenNameIsNotMadeAgain()
{
    TestDatabase database;
    QVERIFY(*createUser(database.connection(), u"alice"_s));
    const auto again = createUser(database.connection(), u"alice"_s);
    QVERIFY(again);
    QVERIFY(!*again);
    QVERIFY(*createUser(database.connection(), u"Alice"_s));
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users"_s), 2);
}

void TestUsers::findsNobody()
{
    TestDatabase database;
    const CustomerDirectory directory;
    for (const auto &name : {u"alice"_s, UserId::make().text()}) {
        const auto found = findUser(database.connection(), directory.find(name));
        QVERIFY(found);
        QVERIFY(!*found);
    }
}

QTEST_GUILESS_MAIN(TestUsers)
#include "test_users.moc"
