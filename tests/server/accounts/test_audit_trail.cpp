// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_trail.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestAuditTrail final : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatIsNoted();
    void whatDoesNotFitIsCounted();
    void refusalsHaveABudgetForEachAddress();
};

namespace {

AuditEntry someEntry(const QString &action = u"access.refused"_s)
{
    AuditEntry entry;
    entry.action = action;
    return entry;
}

QStringList lines(TestDatabase &database)
{
    return database.column(
        u"SELECT concat_ws(' ', action, count(*), max(detail->>'count')) FROM audit_log GROUP BY action "
        "ORDER BY action"_s);
}

/// Not started until it is asked to, so that what is noted before has to wait.
struct Server
{
    explicit Server(TestDatabase &database, RateBudget refusals = AuditTrail::refusalBudget)
        : thread(database.settings(), database.book(), {}, u"audit"_s)
        , trail(thread, refusals)
    {
    }
    ~Server() { thread.stop(); }
    Q_DISABLE_COPY_MOVE(Server)

    void write()
    {
        thread.start();
        trail.flush();
    }

    DatabaseThread thread;
    AuditTrail trail;
};

} // namespace

void TestAuditTrail::writesWhatIsNoted()
{
    TestDatabase database;
    Server server(database);
    server.thread.start();
    for (int count = 0; count < 50; ++count)
        server.trail.note(someEntry());
    server.trail.flush();
    QCOMPARE(lines(database), QStringList(u"access.refused 50"_s));
}

void TestAuditTrail::whatDoesNotFitIsCounted()
{
    TestDatabase database;
    Server server(database);
    for (size_t count = 0; count < AuditTrail::waitingMax + 7; ++count)
        server.trail.note(someEntry());
    server.write();
    QCOMPARE(lines(database), (QStringList{u"access.refused 1000"_s, u"audit.dropped 1 7"_s}));
}

void TestAuditTrail::refusalsHaveABudgetForEachAddress()
{
    TestDatabase database;
    Server server(database, {.requests = 3, .window = 1000s});
    for (int count = 0; count < 10; ++count)
        server.trail.noteRefusal(someEntry(), QHostAddress(u"192.0.2.1"_s));
    server.trail.noteRefusal(someEntry(), QHostAddress(u"192.0.2.2"_s));
    server.write();
    QCOMPARE(lines(database), (QStringList{u"access.refused 4"_s, u"audit.dropped 1 7"_s}));
}

QTEST_GUILESS_MAIN(TestAuditTrail)
#include "test_audit_trail.moc"
