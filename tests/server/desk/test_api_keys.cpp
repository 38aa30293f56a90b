// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/api_keys.h"
#include "accounts/api_keys/known_api_keys.h"
#include "accounts/audit_log.h"
#include "accounts/credential_watch.h"
#include "desk/desk.h"
#include "tests/server/stock/stock_server.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patienceMs = 30'000;

/// A desk, and beside it what checks API keys in a server.
class Machine final
{
public:
    explicit Machine(TestDatabase &database)
        : m_surroundings(database.settings())
        , m_lanes(m_surroundings.get(), 1)
        , m_thread(database.settings(), database.book(), {}, u"credentials"_s)
        , watch(m_thread, {m_revocations, keys, m_admins}, {})
        , desk(m_surroundings.get(), m_lanes, listeners())
    {
        m_lanes.start();
        m_thread.start();
        watch.start();
        desk.start();
    }
    ~Machine()
    {
        desk.stop();
        watch.stop();
        m_lanes.stop();
    }
    Q_DISABLE_COPY_MOVE(Machine)

private:
    Desk::Listeners listeners()
    {
        return {.snapshotBegins = [] {},
                .snapshotRead = [](const ChangeSet &) {},
                .audited = [](const std::vector<AuditFault> &) {},
                .auditFailed = [](const QString &) {},
                .apiKeysChanged =
                    [this] {
                        ++changes;
                        watch.refreshNow();
                    }};
    }

    TestSurroundings m_surroundings;
    StockLanes m_lanes;
    DatabaseThread m_thread;
    Revocations m_revocations;
    Admins m_admins;

public:
    std::atomic<int> changes = 0;
    KnownApiKeys keys;
    CredentialWatch watch;
    Desk desk;
};

/// The keys are read after each act: the last reading may be of an earlier one.
bool isRevokedIn(const QSignalSpy &read)
{
    return !read.isEmpty()
        && std::ranges::any_of(read.last()[0].value<QList<ApiKey>>(),
                               [](const ApiKey &key) { return key.revokedAt.has_value(); });
}

} // namespace

class TestDeskApiKeys final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_database = std::make_unique<TestDatabase>();
    }
    void cleanup() { m_database.reset(); }
    void aKeyMadeAtTheMachineIsBelieved();
    void aRevokedKeyIsNotBelieved();
    void eachActHasItsLineInTheAuditLog();
    void theLogHoldsNoSecret();
    void tooManyAreRefusedAndLeaveNoLine();
    void anUnknownKeyIsToldSo();
    void withoutTheirLineActsAreUndone();
    void keysThatCannotBeReadAreNoFailedAct();

private:
    QString made(Machine &machine, const QString &name);

    std::unique_ptr<TestDatabase> m_database;
};

// Its secret.
QString TestDeskApiKeys::made(Machine &machine, const QString &name)
{
    QSignalSpy spy(&machine.desk, &Desk::apiKeyMade);
    machine.desk.makeApiKey(name);
    if (!QTest::qWaitFor([&] { return spy.count() > 0; }, patienceMs))
        qFatal("no key was made");
    return spy[0][1].toString();
}

void TestDeskApiKeys::aKeyMadeAtTheMachineIsBelieved()
{
    Machine machine(*m_database);
    QSignalSpy read(&machine.desk, &Desk::apiKeysRead);
    const QString secret = made(machine, u"web shop"_s);
    QCOMPARE(machine.changes.load(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(machine.keys.find(secret.toLatin1()), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, patienceMs);
    const auto keys = read[0][0].value<QList<ApiKey>>();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys[0].name, u"web shop"_s);
    QVERIFY(secret.startsWith(keys[0].hint));
    QVERIFY(*machine.keys.find(secret.toLatin1()) == keys[0].id);
}

void TestDeskApiKeys::aRevokedKeyIsNotBelieved()
{
    Machine machine(*m_database);
    const QString secret = made(machine, u"web shop"_s);
    const QString other = made(machine, u"till"_s);
    QTRY_VERIFY_WITH_TIMEOUT(machine.keys.find(secret.toLatin1()), patienceMs);
    QSignalSpy read(&machine.desk, &Desk::apiKeysRead);
    machine.desk.revokeApiKey(*machine.keys.find(secret.toLatin1()));
    QTRY_VERIFY_WITH_TIMEOUT(!machine.keys.find(secret.toLatin1()), patienceMs);
    QVERIFY(machine.keys.find(other.toLatin1()));
    QTRY_VERIFY_WITH_TIMEOUT(isRevokedIn(read), patienceMs);
    const auto keys = read.last()[0].value<QList<ApiKey>>();
    QCOMPARE(keys.size(), 2);
    // In force first, although the other was made later or earlier.
    QVERIFY(!keys[0].revokedAt && keys[1].revokedAt);
    QCOMPARE(keys[1].name, u"web shop"_s);
}

void TestDeskApiKeys::eachActHasItsLineInTheAuditLog()
{
    Machine machine(*m_database);
    const QString secret = made(machine, u"web shop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(machine.keys.find(secret.toLatin1()), patienceMs);
    const auto id = *machine.keys.find(secret.toLatin1());
    QSignalSpy read(&machine.desk, &Desk::apiKeysRead);
    machine.desk.revokeApiKey(id);
    QTRY_VERIFY_WITH_TIMEOUT(isRevokedIn(read), patienceMs);
    const auto lines = *readAudit(m_database->connection(), 10);
    QCOMPARE(lines.size(), size_t(2));
    QCOMPARE(lines[0].entry.action, u"api_key.revoke"_s);
    QCOMPARE(lines[1].entry.action, u"api_key.create"_s);
    for (const auto &line : lines) {
        QVERIFY(line.entry.role == AuditRole::Operator);
        QVERIFY(!line.entry.actor);
        QCOMPARE(line.entry.subject, QString(u"api_key:"_s + id.text()));
        QCOMPARE(line.entry.detail.value(u"name"_s).toString(), u"web shop"_s);
    }
}

void TestDeskApiKeys::theLogHoldsNoSecret()
{
    Machine machine(*m_database);
    const QString secret = made(machine, u"web shop"_s);
    const QString rows = u"SELECT count(*) FROM audit_log a WHERE a::text LIKE '%%1%'"_s;
    QCOMPARE(m_database->scalar<qint64>(rows.arg(secret)), 0);
    QCOMPARE(m_database->scalar<qint64>(rows.arg(u"web shop"_s)), 1); // the look itself finds what is there
    QCOMPARE(m_database->scalar<qint64>(
                 u"SELECT count(*) FROM api_keys k WHERE k::text LIKE '%%1%'"_s.arg(secret)),
             0);
}

void TestDeskApiKeys::tooManyAreRefusedAndLeaveNoLine()
{
    m_database->exec(u"INSERT INTO api_keys (id, name, key_hash, hint) "
                     "SELECT gen_random_uuid(), n::text, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'hf_'"
                     "FROM generate_series(1, %1) n"_s.arg(apiKeysMax));
    Machine machine(*m_database);
    QSignalSpy failed(&machine.desk, &Desk::apiKeysFailed);
    machine.desk.makeApiKey(u"one more"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patienceMs);
    QVERIFY(failed[0][0].toString().contains(QString::number(apiKeysMax)));
    QCOMPARE(machine.changes.load(), 0);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM audit_log"_s), 0);
}

void TestDeskApiKeys::anUnknownKeyIsToldSo()
{
    Machine machine(*m_database);
    QSignalSpy failed(&machine.desk, &Desk::apiKeysFailed);
    machine.desk.revokeApiKey(ApiKeyId::make());
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patienceMs);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM audit_log"_s), 0);
}

void TestDeskApiKeys::withoutTheirLineActsAreUndone()
{
    m_database->exec(u"ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false)"_s);
    Machine machine(*m_database);
    QSignalSpy failed(&machine.desk, &Desk::apiKeysFailed);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"API keys: "_s));
    machine.desk.makeApiKey(u"web shop"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patienceMs);
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM api_keys"_s), 0);
}

void TestDeskApiKeys::keysThatCannotBeReadAreNoFailedAct()
{
    Machine machine(*m_database);
    QSignalSpy read(&machine.desk, &Desk::apiKeysRead);
    machine.desk.requestApiKeys();
    QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, patienceMs);
    // The watch beside the desk reads them too.
    machine.watch.stop();
    m_database->exec(u"ALTER TABLE api_keys RENAME TO keys_elsewhere"_s);
    QSignalSpy failed(&machine.desk, &Desk::apiKeysFailed);
    QSignalSpy unread(&machine.desk, &Desk::apiKeysUnread);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"API keys were not read: "_s));
    machine.desk.requestApiKeys();
    QTRY_COMPARE_WITH_TIMEOUT(unread.count(), 1, patienceMs);
    QCOMPARE(failed.count(), 0);
}

QTEST_GUILESS_MAIN(TestDeskApiKeys)
#include "test_api_keys.moc"
