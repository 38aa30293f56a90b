// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/revocations.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRevocations final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void revokesOneToken();
    void cutsTokensOfOneUser();
    void olderNewsChangeNothing();
    void forgetsWhatHasExpired();
    void tooManyEndAll();
    void manyThreads();
};

namespace {

constexpr auto now = instantFromMicroseconds(1'763'629'200'123'456);

TokenClaims tokenOf(const UserId &user, Instant issuedAt = now)
{
    return {user, makeUuid7(), issuedAt, issuedAt + 1h};
}

} // namespace

void TestRevocations::revokesOneToken()
{
    Revocations revocations;
    const auto user = UserId::make();
    const auto one = tokenOf(user);
    const auto other = tokenOf(user);
    revocations.learn(RevokedToken{one.id, one.expiresAt}, now);
    QVERIFY(revocations.isRevoked(one));
    QVERIFY(!revocations.isRevoked(other));
}

void TestRevocations::cutsTokensOfOneUser()
{
    Revocations revocations;
    const auto user = UserId::make();
    revocations.learn(TokensCut{user, now}, now);
    QVERIFY(revocations.isRevoked(tokenOf(user, now - 1us)));
    QVERIFY2(!revocations.isRevoked(tokenOf(user, now)), "the first token after the change lives");
    QVERIFY(!revocations.isRevoked(tokenOf(UserId::make(), now - 1h)));
}

void TestRevocations::olderNewsChangeNothing()
{
    Revocations revocations;
    const auto user = UserId::make();
    revocations.learn(TokensCut{user, now}, now);
    revocations.learn(TokensCut{user, now - 1h}, now);
    QVERIFY(revocations.isRevoked(tokenOf(user, now - 1s)));
}

void TestRevocations::forgetsWhatHasExpired()
{
    Revocations revocations;
    const auto token = tokenOf(UserId::make());
    revocations.learn({{token.id, token.expiresAt}}, {{token.subject, now}}, now);
    QCOMPARE(revocations.count(), 2);
    revocations.purge(token.expiresAt + token::leeway);
    QVERIFY2(revocations.isRevoked(token), "somebody's clock may still believe it");
    revocations.purge(token.expiresAt + token::leeway + 1us);
    QCOMPARE(revocations.count(), 1);
    revocations.purge(now + token::lifetimeMax + token::leeway);
    QCOMPARE(revocations.count(), 1);
    revocations.purge(now + token::lifetimeMax + token::leeway + 1us);
    QCOMPARE(revocations.count(), 0);
}

void TestRevocations::tooManyEndAll()
{
    Revocations revocations(10);
    const auto user = UserId::make();
    const auto revoked = tokenOf(user, now - 1s);
    const auto innocent = tokenOf(user, now - 1s);
    revocations.learn(RevokedToken{revoked.id, revoked.expiresAt}, now);
    for (int i = 0; i < 9; ++i)
        revocations.learn(RevokedToken{makeUuid7(), now + 1h}, now);
    QVERIFY(!revocations.isRevoked(innocent));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"everybody signs in again"_s));
    revocations.learn(RevokedToken{makeUuid7(), now + 1h}, now);
    QCOMPARE(revocations.count(), 0);
    QVERIFY(revocations.isRevoked(revoked));
    QVERIFY(revocations.isRevoked(innocent));
    QVERIFY(!revocations.isRevoked(tokenOf(user, now + token::leeway)));
}

void TestRevocations::manyThreads()
{
    Revocations revocations;
    const auto token = tokenOf(UserId::make());
    revocations.learn(RevokedToken{token.id, token.expiresAt}, now);
    std::atomic<int> missed = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&] {
                for (int turn = 0; turn < 2000; ++turn)
                    missed += !revocations.isRevoked(token);
            });
        }
        for (int turn = 0; turn < 500; ++turn) {
            revocations.learn({{makeUuid7(), now - 1h}}, {{UserId::make(), now - 48h}}, now);
            revocations.purge(now);
        }
    }
    QCOMPARE(missed.load(), 0);
    QCOMPARE(revocations.count(), 1);
}

QTEST_GUILESS_MAIN(TestRevocations)
#include "test_revocations.moc"
