// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/login_throttle.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <thread>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Moment = LoginThrottle::Clock::time_point;

class TestLoginThrottle final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void waitGrows();
    void waitingDoesNotProlong();
    void successForgets();
    void otherAccountsAreFree();
    void timeForgets();
    void addressHasItsBudget();
    void manyAtOnceAreNotFree();
    void crowdCannotWashFailuresAway();
    void displacedComesBackNoBetter();
    void successOfTheDisplacedForgetsNothing();

private:
    // An address that nobody used yet, so that only the account counts.
    QHostAddress fresh() { return QHostAddress(++m_address); }

    quint32 m_address = 0x0a000000U;
    const Moment m_start{100'000s};
    const QString m_account = u"alice@example.org"_s;
};

void TestLoginThrottle::waitGrows()
{
    LoginThrottle throttle;
    Moment now = m_start;
    for (int i = 1; i < LoginThrottle::freeAttempts; ++i)
        QVERIFY(!throttle.admit(m_account, fresh(), now));
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s}) {
        QVERIFY(!throttle.admit(m_account, fresh(), now));
        QVERIFY(throttle.admit(m_account, fresh(), now) == std::optional(wait));
        QVERIFY(throttle.admit(m_account, fresh(), now + wait - 1ms) == std::optional(1s));
        now += wait;
    }
}

void TestLoginThrottle::waitingDoesNotProlong()
{
    LoginThrottle throttle;
    for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
        QVERIFY(!throttle.admit(m_account, fresh(), m_start));
    for (int i = 0; i < 100; ++i)
        QVERIFY(throttle.admit(m_account, fresh(), m_start));
    QVERIFY(!throttle.admit(m_account, fresh(), m_start + 1s));
}

void TestLoginThrottle::successForgets()
{
    LoginThrottle throttle;
    for (int round = 0; round < 20; ++round) {
        QVERIFY(!throttle.admit(m_account, fresh(), m_start));
        QVERIFY(!throttle.admit(m_account, fresh(), m_start));
        throttle.succeeded(m_account);
    }
}

void TestLoginThrottle::otherAccountsAreFree()
{
    LoginThrottle throttle;
    for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
        throttle.admit(m_account, fresh(), m_start);
    QVERIFY(throttle.admit(m_account, fresh(), m_start));
    QVERIFY(!throttle.admit(u"bob@example.org"_s, fresh(), m_start));
}

void TestLoginThrottle::timeForgets()
{
    LoginThrottle throttle;
    for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
        throttle.admit(m_account, fresh(), m_start);
    const Moment later = m_start + LoginThrottle::memory + LoginThrottle::waitMax;
    for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
        QVERIFY(!throttle.admit(m_account, fresh(), later));
    QVERIFY(throttle.admit(m_account, fresh(), later));
}

void TestLoginThrottle::addressHasItsBudget()
{
    LoginThrottle throttle({.requests = 10, .window = 60s});
    const QHostAddress address(u"192.0.2.1"_s);
    for (int i = 0; i < 10; ++i)
        QVERIFY(!throttle.admit(QString::number(i), address, m_start));
    QVERIFY(throttle.admit(u"another"_s, address, m_start) == std::optional(6s));
    QVERIFY(!throttle.admit(u"another"_s, fresh(), m_start));
    QVERIFY(!throttle.admit(u"another"_s, address, m_start + 6s));
}

void TestLoginThrottle::manyAtOnceAreNotFree()
{
    LoginThrottle throttle({.requests = 10'000, .window = 60s});
    std::atomic<int> admitted = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int turn = 0; turn < 200; ++turn)
                    admitted += !throttle.admit(m_account, QHostAddress(u"192.0.2.1"_s), m_start);
            });
        }
    }
    QCOMPARE(admitted.load(), LoginThrottle::freeAttempts);
}

void TestLoginThrottle::crowdCannotWashFailuresAway()
{
    LoginThrottle throttle(LoginThrottle::addressBudget, 16);
    for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
        throttle.admit(m_account, fresh(), m_start);
    // One attempt each on a thousand accounts: they fight for the other places.
    for (int i = 0; i < 1000; ++i)
        throttle.admit(QString::number(i), fresh(), m_start);
    QVERIFY(throttle.admit(m_account, fresh(), m_start));
}

void TestLoginThrottle::displacedComesBackNoBetter()
{
    LoginThrottle throttle(LoginThrottle::addressBudget, 16);
    const auto account = [](int number) { return QString::number(number); };
    for (int number = 0; number < 16; ++number) {
        for (int i = 0; i < LoginThrottle::freeAttempts; ++i)
            QVERIFY(!throttle.admit(account(number), fresh(), m_start));
    }
    // Every place is heavy now. Others may take them over, but with what is written there.
    for (int number = 100; number < 200; ++number)
        QVERIFY(throttle.admit(account(number), fresh(), m_start));
    for (int number = 0; number < 16; ++number)
        QVERIFY(throttle.admit(account(number), fresh(), m_start));
}

void TestLoginThrottle::successOfTheDisplacedForgetsNothing()
{
    LoginThrottle throttle(LoginThrottle::addressBudget, 16);
    throttle.admit(u"mallory@example.org"_s, fresh(), m_start);
    for (int i = 0; i < 16 * LoginThrottle::freeAttempts; ++i)
        throttle.admit(QString::number(i / LoginThrottle::freeAttempts), fresh(), m_start);
    throttle.succeeded(u"mallory@example.org"_s);
    for (int i = 0; i < 16; ++i)
        QVERIFY(throttle.admit(QString::number(i), fresh(), m_start));
}

QTEST_GUILESS_MAIN(TestLoginThrottle)
#include "test_login_throttle.moc"
