// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"
#include "accounts/normalised_email.h"
#include "accounts/passwords/password_hasher.h"
#include "accounts/tokens/token_issuer.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestAccounts final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void normalisesEmails_data();
    void normalisesEmails();
    void registersAndFinds();
    void emailIsTakenOnce();
    void registeringNeverGrantsRights();
    void findsNobody();
    void customersWithoutPasswordAreNoAccounts();
    void changesPassword();
    void changesPasswordOnlyOnce();
    void rehashKeepsTokens();
    void rolesChange();
    void revokesTokenTwiceAsOnce();
    void tableRefusesNonsense_data();
    void tableRefusesNonsense();
};

namespace {

// As the tables keep it; nobody's password.
const QByteArray hash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA";
const QByteArray newHash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$bmV3";

NewAccount alice()
{
    return {.email = u"Alice@Example.org"_s, .name = u"Alice Zoë"_s, .passwordHash = hash};
}

Account registered(TestDatabase &database, const NewAccount &account = alice())
{
    const auto made = registerCustomer(database.connection(), account);
    if (!made || !*made)
        qFatal("Cannot register: %s", made ? "taken" : qPrintable(made.error().text));
    return **made;
}

} // namespace

void TestAccounts::normalisesEmails_data()
{
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("normalised");
    QTest::newRow("as it is") << u"alice@example.org"_s << u"alice@example.org"_s;
    QTest::newRow("capitals") << u"ALICE@Example.ORG"_s << u"alice@example.org"_s;
    QTest::newRow("capitals beyond ASCII") << u"ŽOFIE@example.org"_s << u"žofie@example.org"_s;
    QTest::newRow("decomposed") << u"Z\u030cofie@example.org"_s << u"žofie@example.org"_s;
    QTest::newRow("empty") << QString() << QString();
}

void TestAccounts::normalisesEmails()
{
    QFETCH(QString, email);
    QFETCH(QString, normalised);
    QCOMPARE(normalisedEmail(email), normalised);
    QCOMPARE(normalisedEmail(normalised), normalised);
}

void TestAccounts::registersAndFinds()
{
    TestDatabase database;
    const auto made = registered(database);
    QCOMPARE(made.email, u"alice@example.org"_s);
    QCOMPARE(made.name, u"Alice Zoë"_s);
    QVERIFY(made.role == Role::Customer);
    QCOMPARE(made.passwordHash, hash);
    QVERIFY(made.createdAt > Instant() && made.readAt >= made.createdAt);
    for (const auto &email : {u"alice@example.org"_s, u"ALICE@EXAMPLE.ORG"_s}) {
        const auto found = findAccount(database.connection(), email);
        QVERIFY(found && *found);
        QVERIFY((*found)->id == made.id);
        QVERIFY((*found)->readAt > made.readAt);
    }
    const auto found = findAccount(database.connection(), made.id);
    QVERIFY(found && *found);
    QCOMPARE((*found)->email, made.email);
    QCOMPARE(database.scalar<QString>(u"SELECT username FROM users"_s), made.id.text());
}

void TestAccounts::emailIsTakenOnce()
{
    TestDatabase database;
    registered(database);
    auto again = alice();
    again.email = u"aLICE@example.ORG"_s;
    const auto made = registerCustomer(database.connection(), again);
    QVERIFY2(made, made ? "" : qPrintable(made.error().text));
    QVERIFY(!*made);
    const auto admin = createAdmin(database.connection(), again);
    QVERIFY2(admin && !*admin, "nobody becomes admin by a taken address");
    QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users WHERE role = 'customer'"_s), 1);
}

void TestAccounts::registeringNeverGrantsRights()
{
    TestDatabase database;
    QVERIFY(registered(database).role == Role::Customer);
    auto operatorAccount = alice();
    operatorAccount.email = u"operator@example.org"_s;
    const auto admin = createAdmin(database.connection(), operatorAccount);
    QVERIFY(admin && *admin);
    QVERIFY((*admin)->role == Role::Admin);
}

void TestAccounts::findsNobody()
{
    TestDatabase database;
    const auto byEmail = findAccount(database.connection(), u"nobody@example.org"_s);
    QVERIFY(byEmail && !*byEmail);
    const auto byId = findAccount(database.connection(), UserId::make());
    QVERIFY(byId && !*byId);
}

void TestAccounts::customersWithoutPasswordAreNoAccounts()
{
    TestDatabase database;
    const auto id = UserId::make();
    database.exec(u"INSERT INTO users (id, username) VALUES ('%1', 'user123')"_s.arg(id.text()));
    const auto found = findAccount(database.connection(), id);
    QVERIFY(found && !*found);
    QVERIFY(changeRole(database.connection(), id, Role::Admin) == false);
}

void TestAccounts::changesPassword()
{
    TestDatabase database;
    const auto before = registered(database);
    const auto changed = changePassword(database.connection(), before, newHash);
    QVERIFY2(changed, changed ? "" : qPrintable(changed.error().text));
    QVERIFY(*changed);
    QCOMPARE((*changed)->passwordHash, newHash);
    QVERIFY((*changed)->readAt > before.readAt);
    QVERIFY((*changed)->readAt
            == database.scalar<Instant>(u"SELECT microseconds(tokens_valid_from) FROM users"_s));
}

void TestAccounts::changesPasswordOnlyOnce()
{
    TestDatabase database;
    const auto before = registered(database);
    QVERIFY(*changePassword(database.connection(), before, newHash));
    const auto again = changePassword(database.connection(), before, hash);
    QVERIFY2(again && !*again, "whoever knew the old password only is too late");
    QCOMPARE((*findAccount(database.connection(), before.id))->passwordHash, newHash);
}

void TestAccounts::rehashKeepsTokens()
{
    TestDatabase database;
    const auto before = registered(database);
    QVERIFY(keepRehash(database.connection(), before, newHash));
    QCOMPARE((*findAccount(database.connection(), before.id))->passwordHash, newHash);
    QVERIFY(database.scalar<bool>(u"SELECT tokens_valid_from IS NULL FROM users"_s));
    // Meanwhile somebody changed the password: what was rehashed is the old one.
    QVERIFY(keepRehash(database.connection(), before, hash));
    QCOMPARE((*findAccount(database.connection(), before.id))->passwordHash, newHash);
}

void TestAccounts::rolesChange()
{
    TestDatabase database;
    const auto account = registered(database);
    QVERIFY(changeRole(database.connection(), account.id, Role::Admin) == true);
    QVERIFY((*findAccount(database.connection(), account.id))->role == Role::Admin);
    QVERIFY(changeRole(database.connection(), account.id, Role::Customer) == true);
    QVERIFY((*findAccount(database.connection(), account.id))->role == Role::Customer);
    QVERIFY(changeRole(database.connection(), UserId::make(), Role::Admin) == false);
}

void TestAccounts::revokesTokenTwiceAsOnce()
{
    TestDatabase database;
    const Instant now = database.scalar<Instant>(u"SELECT microseconds(clock_timestamp())"_s);
    const TokenClaims claims{UserId::make(), makeUuid7(), now, now + std::chrono::hours(1)};
    QVERIFY(revokeToken(database.connection(), claims));
    QVERIFY(revokeToken(database.connection(), claims));
    QVERIFY(database.scalar<QUuid>(u"SELECT jti FROM revoked_tokens"_s) == claims.id);
    QVERIFY(database.scalar<Instant>(u"SELECT microseconds(expires_at) FROM revoked_tokens"_s)
            == claims.expiresAt);
}

void TestAccounts::tableRefusesNonsense_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("constraint");
    QTest::newRow("plain password") << u"password_hash = 'correct horse'"_s << u"password_is_hashed"_s;
    QTest::newRow("no password") << u"password_hash = NULL"_s << u"email_and_password_go_together"_s;
    QTest::newRow("capitals") << u"email = 'Alice@example.org'"_s << u"email_is_normalised"_s;
    QTest::newRow("empty email") << u"email = ''"_s << u"email_length"_s;
    QTest::newRow("long email") << u"email = repeat('x', 255)"_s << u"email_length"_s;
    QTest::newRow("long name") << u"name = repeat('x', 201)"_s << u"user_name_length"_s;
    QTest::newRow("unknown role") << u"role = 'service'"_s << u"user_role"_s;
    QTest::newRow("admin without email")
        << u"role = 'admin', email = NULL, password_hash = NULL"_s << u"admin_can_sign_in"_s;
}

void TestAccounts::tableRefusesNonsense()
{
    QFETCH(QString, change);
    QFETCH(QString, constraint);
    TestDatabase database;
    registered(database);
    const auto changed = database.connection().query(u"UPDATE users SET "_s + change);
    QVERIFY(!changed);
    QCOMPARE(changed.error().constraint, constraint);
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "test_accounts.moc"
