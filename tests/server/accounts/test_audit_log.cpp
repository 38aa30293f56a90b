// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_log.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestAuditLog final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsWrittenIsRead();
    void everyRoleComesBack();
    void newestFirstPageByPage();
    void belongsToItsTransaction();
    void longSubjectIsCut();
    void nothingIsChanged_data();
    void nothingIsChanged();
};

namespace {

AuditEntry entryOf(const QString &action)
{
    AuditEntry entry;
    entry.role = AuditRole::Admin;
    entry.action = action;
    return entry;
}

} // namespace

void TestAuditLog::whatIsWrittenIsRead()
{
    TestDatabase database;
    const AuditEntry entry{.role = AuditRole::Service,
                           .actor = makeUuid7(),
                           .action = u"product.restock"_s,
                           .subject = u"product:17"_s,
                           .requestId = u"request-1"_s,
                           .detail = {{u"quantity"_s, 5}, {u"reason"_s, u"it's \"Zoë's\""_s}}};
    const auto written = writeAudit(database.connection(), entry);
    QVERIFY2(written, written ? "" : qPrintable(written.error().text));
    const auto read = readAudit(database.connection(), 10);
    QVERIFY(read);
    QCOMPARE(read->size(), 1U);
    const auto &one = read->front();
    QVERIFY(one.at > Instant() && one.id > 0);
    QVERIFY(one.entry.role == entry.role);
    QVERIFY(one.entry.actor == entry.actor);
    QCOMPARE(one.entry.action, entry.action);
    QCOMPARE(one.entry.subject, entry.subject);
    QCOMPARE(one.entry.requestId, entry.requestId);
    QCOMPARE(one.entry.detail, entry.detail);
}

void TestAuditLog::everyRoleComesBack()
{
    TestDatabase database;
    for (int role = 0; role <= static_cast<int>(AuditRole::System); ++role) {
        AuditEntry entry = entryOf(u"access.refused"_s);
        entry.role = static_cast<AuditRole>(role);
        QVERIFY(writeAudit(database.connection(), entry));
        const auto read = readAudit(database.connection(), 1);
        QVERIFY(read && read->front().entry.role == entry.role);
        QVERIFY(!read->front().entry.actor);
    }
    QVERIFY(auditRoleOf(Role::Admin) == AuditRole::Admin && auditRoleOf(Role::Nobody) == AuditRole::Nobody);
}

void TestAuditLog::newestFirstPageByPage()
{
    TestDatabase database;
    for (const auto &action : {u"one"_s, u"two"_s, u"three"_s})
        QVERIFY(writeAudit(database.connection(), entryOf(action)));
    const auto first = readAudit(database.connection(), 2);
    QVERIFY(first && first->size() == 2);
    QCOMPARE(first->at(0).entry.action, u"three"_s);
    QCOMPARE(first->at(1).entry.action, u"two"_s);
    const auto second = readAudit(database.connection(), 2, first->at(1).id);
    QVERIFY(second && second->size() == 1);
    QCOMPARE(second->at(0).entry.action, u"one"_s);
}

void TestAuditLog::belongsToItsTransaction()
{
    TestDatabase database;
    {
        Transaction transaction(database.connection());
        QVERIFY(writeAudit(database.connection(), entryOf(u"undone"_s)));
    }
    QVERIFY(readAudit(database.connection(), 10)->empty());
}

void TestAuditLog::longSubjectIsCut()
{
    TestDatabase database;
    auto entry = entryOf(u"one"_s);
    entry.subject = QString(1000, u'x');
    QVERIFY(writeAudit(database.connection(), entry));
    QCOMPARE(readAudit(database.connection(), 1)->front().entry.subject, QString(200, u'x'));
}

void TestAuditLog::nothingIsChanged_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("update") << u"UPDATE audit_log SET action = 'another'"_s;
    QTest::newRow("delete") << u"DELETE FROM audit_log"_s;
    QTest::newRow("truncate") << u"TRUNCATE audit_log"_s;
}

void TestAuditLog::nothingIsChanged()
{
    QFETCH(QString, sql);
    TestDatabase database;
    QVERIFY(writeAudit(database.connection(), entryOf(u"one"_s)));
    const auto changed = database.connection().query(sql);
    QVERIFY(!changed);
    QVERIFY2(changed.error().text.contains(u"append-only"_s), qPrintable(changed.error().text));
    QCOMPARE(database.scalar<QString>(u"SELECT action FROM audit_log"_s), u"one"_s);
}

QTEST_GUILESS_MAIN(TestAuditLog)
#include "test_audit_log.moc"
