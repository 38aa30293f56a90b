// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"
#include "accounts/api_keys/api_keys.h"
#include "accounts/credential_check.h"
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/token_issuer.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCredentialWatch final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tokenProvesItsUser();
    void forgedTokenProvesNothing();
    void expiredTokenIsToldSo();
    void logoutIsHeardElsewhere();
    void passwordChangeIsHeardElsewhere();
    void adminsAreWhomTheDatabaseNames();
    void apiKeyProvesService();
    void usesAreWrittenBack();
    void longExpiredRevocationsAreDeleted();
    void whatWasEndedBeforeTheStartIsKnown();
    void believesNothingBeforeTheFirstAnswer();
    void ageIsLimited();

private:
    Account registered();
    Instant now() { return m_database->scalar<Instant>(u"SELECT microseconds(clock_timestamp())"_s); }

    std::unique_ptr<TestDatabase> m_database;
};

namespace {

const QByteArray hash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA";
const QByteArray newHash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$bmV3";
constexpr int heardWithinMs = 5'000;

const TokenKeys &keys()
{
    static const auto made = *TokenKeys::fromSecrets(randomBytes(32).toHex());
    return made;
}

// What one server has for checking credentials.
class Server final
{
public:
    explicit Server(TestDatabase &database, CredentialIntervals intervals = {})
        : m_thread(database.settings(), database.book(), {}, u"credentials"_s)
        , watch(m_thread, {revocations, apiKeys, admins}, intervals)
    {
        m_thread.start();
        watch.start();
    }
    Q_DISABLE_COPY_MOVE(Server)

    ErrorCode refusalOf(const QByteArray &credential, Instant now) const
    {
        const auto identity = check.identify(credential, now);
        return identity ? ErrorCode::InternalError : identity.error().code; // InternalError: it was believed
    }

private:
    DatabaseThread m_thread;

public:
    Revocations revocations;
    KnownApiKeys apiKeys;
    Admins admins;
    CredentialWatch watch;
    const TokenVerifier verifier{keys()};
    const TokenIssuer issuer{keys()};
    const CredentialCheck check{verifier, revocations, apiKeys, admins, watch};
};

} // namespace

void TestCredentialWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_database = std::make_unique<TestDatabase>();
}

void TestCredentialWatch::cleanup()
{
    m_database.reset();
}

Account TestCredentialWatch::registered()
{
    const NewAccount account{.email = u"alice@example.org"_s, .name = {}, .passwordHash = hash};
    const auto made = registerCustomer(m_database->connection(), account);
    if (!made || !*made)
        qFatal("Cannot register");
    return **made;
}

void TestCredentialWatch::tokenProvesItsUser()
{
    Server server(*m_database);
    const auto user = registered();
    const auto issued = server.issuer.issue(user.id, user.readAt);
    QTRY_VERIFY_WITH_TIMEOUT(server.watch.isFresh(), 30'000);
    const auto identity = server.check.identify(issued.text, now());
    QVERIFY2(identity, identity ? "" : qPrintable(identity.error().message));
    QVERIFY(identity->actor.role == Role::Customer);
    QVERIFY(identity->actor.user == user.id);
    QVERIFY(identity->token && identity->token->id == issued.claims.id);
    QVERIFY(!identity->apiKey);
}

void TestCredentialWatch::forgedTokenProvesNothing()
{
    Server server(*m_database);
    QTRY_VERIFY_WITH_TIMEOUT(server.watch.isFresh(), 30'000);
    const auto others = *TokenKeys::fromSecrets(randomBytes(32).toHex());
    const auto forged = TokenIssuer(others).issue(UserId::make(), now());
    for (const auto &credential : {forged.text, QByteArray(), QByteArray("hf_"), ApiKeySecret::make().text()})
        QVERIFY(server.refusalOf(credential, now()) == ErrorCode::TokenInvalid);
}

void TestCredentialWatch::expiredTokenIsToldSo()
{
    Server server(*m_database);
    const auto issued = server.issuer.issue(UserId::make(), now() - 10h);
    QVERIFY(server.refusalOf(issued.text, now()) == ErrorCode::TokenExpired);
}

void TestCredentialWatch::logoutIsHeardElsewhere()
{
    Server here(*m_database);
    Server elsewhere(*m_database);
    const auto user = registered();
    const auto ended = here.issuer.issue(user.id, user.readAt);
    const auto other = here.issuer.issue(user.id, user.readAt);
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.check.identify(ended.text, now()), 30'000);
    QVERIFY(revokeToken(m_database->connection(), ended.claims));
    here.revocations.learn(RevokedToken{ended.claims.id, ended.claims.expiresAt}, now());
    QVERIFY2(here.revocations.isRevoked(ended.claims), "at once where it happened");
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.refusalOf(ended.text, now()) == ErrorCode::TokenInvalid,
                             heardWithinMs);
    QVERIFY(elsewhere.check.identify(other.text, now()));
}

void TestCredentialWatch::passwordChangeIsHeardElsewhere()
{
    Server elsewhere(*m_database);
    const auto user = registered();
    const auto before = elsewhere.issuer.issue(user.id, user.readAt);
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.check.identify(before.text, now()), 30'000);
    const auto changed = changePassword(m_database->connection(), user, newHash);
    QVERIFY(changed && *changed);
    const auto after = elsewhere.issuer.issue(user.id, (*changed)->readAt);
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.refusalOf(before.text, now()) == ErrorCode::TokenInvalid,
                             heardWithinMs);
    QVERIFY2(elsewhere.check.identify(after.text, now()), "the token that the change was answered with");
}

void TestCredentialWatch::adminsAreWhomTheDatabaseNames()
{
    Server server(*m_database);
    const auto user = registered();
    const auto issued = server.issuer.issue(user.id, user.readAt);
    const auto isAdmin = [&] {
        const auto identity = server.check.identify(issued.text, now());
        return identity && identity->actor.role == Role::Admin;
    };
    QTRY_VERIFY_WITH_TIMEOUT(server.watch.isFresh(), 30'000);
    QVERIFY(!isAdmin());
    QVERIFY(changeRole(m_database->connection(), user.id, Role::Admin) == true);
    QTRY_VERIFY_WITH_TIMEOUT(isAdmin(), heardWithinMs);
    QVERIFY(changeRole(m_database->connection(), user.id, Role::Customer) == true);
    server.watch.refreshNow();
    QTRY_VERIFY_WITH_TIMEOUT(!isAdmin(), heardWithinMs);
    QVERIFY2(server.check.identify(issued.text, now()), "still somebody");
}

void TestCredentialWatch::apiKeyProvesService()
{
    Server server(*m_database);
    const auto key = **makeApiKey(m_database->connection(), u"storefront"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(server.check.identify(key.secret.text(), now()), 30'000);
    const auto identity = server.check.identify(key.secret.text(), now());
    QVERIFY(identity->actor.role == Role::Service);
    QVERIFY(!identity->actor.user && !identity->token);
    QVERIFY(identity->apiKey == key.key.id);
    QVERIFY(*revokeApiKey(m_database->connection(), key.key.id, {}));
    QTRY_VERIFY_WITH_TIMEOUT(server.refusalOf(key.secret.text(), now()) == ErrorCode::TokenInvalid,
                             heardWithinMs);
}

void TestCredentialWatch::usesAreWrittenBack()
{
    const auto key = **makeApiKey(m_database->connection(), u"storefront"_s, {});
    {
        Server server(*m_database);
        QTRY_VERIFY_WITH_TIMEOUT(server.check.identify(key.secret.text(), now()), 30'000);
        QVERIFY2(!listApiKeys(m_database->connection(), 1, 0)->front().lastUsedAt, "not on the hot path");
    }
    QVERIFY2(listApiKeys(m_database->connection(), 1, 0)->front().lastUsedAt, "when the server stopped");
    m_database->exec(u"UPDATE api_keys SET last_used_at = NULL"_s);
    Server server(*m_database, {.refresh = 20ms, .tidy = 50ms});
    QTRY_VERIFY_WITH_TIMEOUT(server.check.identify(key.secret.text(), now()), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(listApiKeys(m_database->connection(), 1, 0)->front().lastUsedAt, 30'000);
}

void TestCredentialWatch::longExpiredRevocationsAreDeleted()
{
    const TokenClaims old{UserId::make(), makeUuid7(), now() - 9h, now() - 1h};
    const TokenClaims young{UserId::make(), makeUuid7(), now(), now() + 1h};
    QVERIFY(revokeToken(m_database->connection(), old));
    QVERIFY(revokeToken(m_database->connection(), young));
    Server server(*m_database, {.refresh = 20ms, .tidy = 50ms});
    const auto left = [this] { return m_database->column(u"SELECT jti::text FROM revoked_tokens"_s); };
    QTRY_COMPARE_WITH_TIMEOUT(left(), QStringList{young.id.toString(QUuid::WithoutBraces)}, 30'000);
    QVERIFY(server.revocations.isRevoked(young));
}

void TestCredentialWatch::whatWasEndedBeforeTheStartIsKnown()
{
    const auto user = registered();
    const auto issued = TokenIssuer(keys()).issue(user.id, user.readAt);
    QVERIFY(revokeToken(m_database->connection(), issued.claims));
    m_database->exec(u"UPDATE revoked_tokens SET revoked_at = revoked_at - interval '3 hours'"_s);
    Server server(*m_database);
    QTRY_VERIFY_WITH_TIMEOUT(server.watch.isFresh(), 30'000);
    QVERIFY(server.refusalOf(issued.text, now()) == ErrorCode::TokenInvalid);
}

void TestCredentialWatch::believesNothingBeforeTheFirstAnswer()
{
    ConnectionSettings nowhere = m_database->settings();
    nowhere.hosts = {{u"/nowhere"_s, 5432}};
    DatabaseThread thread(nowhere, m_database->book(), {}, u"nowhere"_s);
    Revocations revocations;
    KnownApiKeys apiKeys;
    Admins admins;
    CredentialWatch watch(thread, {revocations, apiKeys, admins});
    const TokenVerifier verifier(keys());
    const CredentialCheck check(verifier, revocations, apiKeys, admins, watch);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"No connection to the database"_s));
    thread.start();
    watch.start();
    const auto issued = TokenIssuer(keys()).issue(UserId::make(), now());
    for (const auto &credential : {issued.text, ApiKeySecret::make().text()}) {
        const auto identity = check.identify(credential, now());
        QVERIFY(!identity && identity.error().code == ErrorCode::DbUnavailable);
    }
}

// A session that locks the table keeps the watch from its answer, as an outage would.
void TestCredentialWatch::ageIsLimited()
{
    Server server(*m_database, {.refresh = 20ms, .tidy = 1h});
    const auto user = registered();
    const auto issued = server.issuer.issue(user.id, user.readAt);
    QTRY_VERIFY_WITH_TIMEOUT(server.check.identify(issued.text, now()), 30'000);
    QVERIFY(m_database->connection().begin());
    m_database->exec(u"LOCK TABLE revoked_tokens IN ACCESS EXCLUSIVE MODE"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Credentials cannot be read"_s));
    QTRY_VERIFY_WITH_TIMEOUT(server.refusalOf(issued.text, now()) == ErrorCode::DbUnavailable, 30'000);
    QVERIFY(m_database->connection().rollback());
    QTRY_VERIFY_WITH_TIMEOUT(server.check.identify(issued.text, now()), 30'000);
}

QTEST_GUILESS_MAIN(TestCredentialWatch)
#include "test_credential_watch.moc"
