// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/test_database.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestConnection final : public QObject
{
    Q_OBJECT

private slots:
    void runsInOurSchema();
};

void TestConnection::runsInOurSchema()
{
    TestDatabase database;
    QCOMPARE(database.scalar<QString>(u"SELECT current_schema()::text"_s), database.settings().schema);
    QVERIFY(checkDurability(database.connection()));
}

QTEST_GUILESS_MAIN(TestConnection)
#include "test_connection.moc"
