// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"
#include "accounts/admin_bootstrap.h"
#include "accounts/audit_log.h"
#include "accounts/secrets/secret_file.h"
#include "tests/support/test_database.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <latch>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestAdminBootstrap final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void firstStartMakesAdmin();
    void laterStartsMakeNone();
    void anotherAdminWillDo();
    void passwordsDiffer();
    void unwritableFolderMakesNone();
    void passwordWithoutAccountIsReplaced();
    void lastAdminWithoutRightsGetsThemBack();
    void serversThatStartAtOnceMakeOne();

private:
    // The password in the file is the account's.
    void checkAdmin(TestDatabase &database, const QString &file) const;

    const PasswordHasher m_hasher{{.memoryKib = 64, .passes = 1}};
};

void TestAdminBootstrap::checkAdmin(TestDatabase &database, const QString &file) const
{
    const auto password = readSecretFile(file);
    QVERIFY2(password, password ? "" : qPrintable(password.error()));
    const auto admin = findAccount(database.connection(), AdminBootstrap::email);
    QVERIFY(admin && *admin);
    QVERIFY((*admin)->role == Role::Admin);
    QVERIFY(m_hasher.verify((*admin)->passwordHash, QString::fromLatin1(*password)));
    QVERIFY(Password::from(QString::fromLatin1(*password)));
}

void TestAdminBootstrap::firstStartMakesAdmin()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto made = ensureAdmin(database.connection(), folder.path(), m_hasher);
    QVERIFY2(made, made ? "" : qPrintable(made.error().text));
    QVERIFY(made->isCreated);
    QCOMPARE(made->passwordFile, folder.filePath(u"admin-password"_s));
    checkAdmin(database, made->passwordFile);
    QCOMPARE(QFile::permissions(made->passwordFile) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QCOMPARE(readAudit(database.connection(), 1)->at(0).entry.action, u"admin.create"_s);
}

void TestAdminBootstrap::laterStartsMakeNone()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto made = ensureAdmin(database.connection(), folder.path(), m_hasher);
    QVERIFY(QFile::remove(made->passwordFile)); // as the operator should
    const auto again = ensureAdmin(database.connection(), folder.path(), m_hasher);
    QVERIFY(again && !again->isCreated);
    QVERIFY(again->passwordFile.isEmpty());
    QVERIFY(QDir(folder.path()).isEmpty());
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users"_s), 1);
}

void TestAdminBootstrap::anotherAdminWillDo()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto hash = *m_hasher.hash(Password::random());
    QVERIFY(*createAdmin(database.connection(),
                         {.email = u"op@example.org"_s, .name = {}, .passwordHash = hash}));
    const auto made = ensureAdmin(database.connection(), folder.path(), m_hasher);
    QVERIFY(made && !made->isCreated);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestAdminBootstrap::passwordsDiffer()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 2; ++i) {
        TestDatabase database;
        const QTemporaryDir folder;
        const auto made = ensureAdmin(database.connection(), folder.path(), m_hasher);
        seen.insert(*readSecretFile(made->passwordFile));
    }
    QCOMPARE(seen.size(), 2);
}

void TestAdminBootstrap::unwritableFolderMakesNone()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto made = ensureAdmin(database.connection(), folder.filePath(u"missing"_s), m_hasher);
    QVERIFY(!made && !made.error().cause);
    QVERIFY2(made.error().text.contains(u"missing/admin-password"_s), qPrintable(made.error().text));
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users"_s), 0);
}

void TestAdminBootstrap::passwordWithoutAccountIsReplaced()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto file = folder.filePath(u"admin-password"_s);
    QVERIFY(replaceSecretFile(file, "of a start that crashed"));
    QVERIFY(ensureAdmin(database.connection(), folder.path(), m_hasher)->isCreated);
    checkAdmin(database, file);
}

void TestAdminBootstrap::lastAdminWithoutRightsGetsThemBack()
{
    TestDatabase database;
    const QTemporaryDir folder;
    const auto first = ensureAdmin(database.connection(), folder.path(), m_hasher);
    const auto admin = findAccount(database.connection(), AdminBootstrap::email);
    QVERIFY(changeRole(database.connection(), (*admin)->id, Role::Customer) == true);
    const auto again = ensureAdmin(database.connection(), folder.path(), m_hasher);
    QVERIFY2(again, again ? "" : qPrintable(again.error().text));
    QVERIFY(again->isCreated);
    checkAdmin(database, first->passwordFile);
}

void TestAdminBootstrap::serversThatStartAtOnceMakeOne()
{
    TestDatabase database;
    constexpr int count = 4;
    std::array<QTemporaryDir, count> folders;
    std::latch start(count);
    std::atomic<int> created = 0;
    std::atomic<int> failed = 0;
    std::vector<std::jthread> threads;
    for (const auto &folder : folders) {
        threads.emplace_back([&, path = folder.path()] {
            Connection connection(database.settings(), database.book(), {.lock = std::chrono::seconds(30)});
            failed += !connection.open();
            start.arrive_and_wait();
            const auto made = ensureAdmin(connection, path, m_hasher);
            failed += !made;
            created += made && made->isCreated;
        });
    }
    threads.clear();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(created.load(), 1);
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users WHERE role = 'admin'"_s), 1);
    const auto written =
        std::ranges::count_if(folders, [](const auto &folder) { return !QDir(folder.path()).isEmpty(); });
    QCOMPARE(written, 1);
}

QTEST_GUILESS_MAIN(TestAdminBootstrap)
#include "test_admin_bootstrap.moc"
