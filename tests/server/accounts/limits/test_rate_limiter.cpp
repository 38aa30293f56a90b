// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/rate_limiter.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <thread>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Moment = RateLimiter::Clock::time_point;

class TestRateLimiter final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void keysTellWhoIsWho();
    void tellsWhatIsLeft();
    void refillsEvenly();
    void refusalsCostNothing();
    void behavesAsItsModel_data();
    void behavesAsItsModel();
    void evictionGivesNothing_data();
    void evictionGivesNothing();
    void modelWouldNoticeForgetting();
    void crowdGetsNoMoreThanItsPlaces();
    void threadsShareOneBudget();
    void isQuick();
};

namespace {

const Moment start{1000s};

RateKey keyOf(int number)
{
    return RateKey::ofText(QString::number(number));
}

// A token bucket as a textbook has it: so many tokens, refilled with time.
class Model final
{
public:
    explicit Model(RateBudget budget)
        : m_budget(budget)
    {
    }

    /// The tokens in the key's bucket.
    double tokens(int key, Moment now)
    {
        const double capacity = m_budget.requests;
        const double perNanosecond =
            capacity / static_cast<double>(std::chrono::nanoseconds(m_budget.window).count());
        auto &bucket = m_buckets.try_emplace(key, Bucket{capacity, now}).first->second;
        const auto passed = static_cast<double>((now - bucket.at).count());
        bucket = {std::min(capacity, bucket.tokens + passed * perNanosecond), now};
        return bucket.tokens;
    }
    void spend(int key) { m_buckets.at(key).tokens -= 1; }

    /// Whether there is a token, which is then spent.
    bool take(int key, Moment now)
    {
        const bool isThere = tokens(key, now) >= 1 - tolerance;
        if (isThere)
            spend(key);
        return isThere;
    }

    /// The limiter counts in whole nanoseconds, this one in fractions.
    static constexpr double tolerance = 1e-5;

private:
    struct Bucket
    {
        double tokens;
        Moment at;
    };

    const RateBudget m_budget;
    std::map<int, Bucket> m_buckets;
};

} // namespace

void TestRateLimiter::keysTellWhoIsWho()
{
    const auto of = [](const char *address) {
        return RateKey::ofAddress(QHostAddress(QString::fromLatin1(address)));
    };
    QVERIFY(of("192.0.2.1") == of("192.0.2.1"));
    QVERIFY(of("192.0.2.1") == of("::ffff:192.0.2.1"));
    QVERIFY(of("192.0.2.1") != of("192.0.2.2"));
    QVERIFY(of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    QVERIFY(of("2001:db8:1:2::1") != of("2001:db8:1:3::1"));
    const auto user = UserId::make();
    QVERIFY(RateKey::ofUser(user) == RateKey::ofUser(*UserId::from(user.uuid())));
    QVERIFY(RateKey::ofUser(user) != RateKey::ofUser(UserId::make()));
}

void TestRateLimiter::tellsWhatIsLeft()
{
    RateLimiter limiter({.requests = 3, .window = 60s});
    const auto key = keyOf(1);
    auto decision = limiter.take(key, start);
    QVERIFY(decision.isAllowed);
    QCOMPARE(decision.limit, 3);
    QCOMPARE(decision.window, 60s);
    QCOMPARE(decision.remaining, 2);
    QCOMPARE(decision.reset, 20s);
    QCOMPARE(decision.retryAfter, 0s);
    limiter.take(key, start);
    decision = limiter.take(key, start);
    QVERIFY(decision.isAllowed);
    QCOMPARE(decision.remaining, 0);
    QCOMPARE(decision.reset, 60s);
    decision = limiter.take(key, start + 500ms);
    QVERIFY(!decision.isAllowed);
    QCOMPARE(decision.remaining, 0);
    QCOMPARE(decision.retryAfter, 20s);
    QCOMPARE(decision.reset, 60s);
    QVERIFY(limiter.take(keyOf(2), start).isAllowed);
}

void TestRateLimiter::refillsEvenly()
{
    RateLimiter limiter({.requests = 4, .window = 40s});
    const auto key = keyOf(1);
    for (int i = 0; i < 4; ++i)
        QVERIFY(limiter.take(key, start).isAllowed);
    QVERIFY(!limiter.take(key, start + 10s - 1ns).isAllowed);
    QVERIFY(limiter.take(key, start + 10s).isAllowed);
    QVERIFY(!limiter.take(key, start + 10s).isAllowed);
    for (int i = 0; i < 4; ++i)
        QVERIFY(limiter.take(key, start + 1h).isAllowed);
    QVERIFY2(!limiter.take(key, start + 1h).isAllowed, "a bucket holds no more than its budget");
}

void TestRateLimiter::refusalsCostNothing()
{
    RateLimiter limiter({.requests = 1, .window = 10s});
    const auto key = keyOf(1);
    QVERIFY(limiter.take(key, start).isAllowed);
    for (int i = 1; i < 100; ++i)
        QVERIFY(!limiter.take(key, start + i * 100ms).isAllowed);
    QVERIFY(limiter.take(key, start + 10s).isAllowed);
}

void TestRateLimiter::behavesAsItsModel_data()
{
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("windowMs");
    QTest::addColumn<int>("meanPauseUs");
    QTest::newRow("calm") << 100 << 60'000 << 100'000;
    QTest::newRow("at the limit") << 10 << 1'000 << 5'000;
    QTest::newRow("flood") << 7 << 3'000 << 100;
    QTest::newRow("one") << 1 << 1'000 << 20'000;
    QTest::newRow("many") << 100'000 << 1'000 << 3;
}

// With fewer keys than places nobody is displaced, and every decision is the textbook's.
void TestRateLimiter::behavesAsItsModel()
{
    QFETCH(int, requests);
    QFETCH(int, windowMs);
    QFETCH(int, meanPauseUs);
    const RateBudget budget{.requests = requests, .window = std::chrono::milliseconds(windowMs)};
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    RateLimiter limiter(budget);
    Model model(budget);
    Moment now = start;
    for (int i = 0; i < 20'000; ++i) {
        now += std::chrono::microseconds(random() % static_cast<unsigned>(2 * meanPauseUs));
        const int key = static_cast<int>(random() % 20);
        const double before = model.tokens(key, now);
        const auto decision = limiter.take(keyOf(key), now);
        // Right at one token both answers are right, and the model goes along with the one that was given.
        const bool isOnTheEdge = std::abs(before - 1) < Model::tolerance;
        const auto where = u"seed %1, step %2"_s.arg(seed).arg(i);
        QVERIFY2(decision.isAllowed == (before >= 1) || isOnTheEdge, qPrintable(where));
        if (decision.isAllowed)
            model.spend(key);
        const double after = model.tokens(key, now);
        QVERIFY2(std::abs(after - decision.remaining - 0.5) < 0.5 + Model::tolerance, qPrintable(where));
    }
}

void TestRateLimiter::evictionGivesNothing_data()
{
    QTest::addColumn<int>("places");
    QTest::addColumn<int>("keys");
    QTest::newRow("a few too many") << 16 << 20;
    QTest::newRow("far too many") << 16 << 500;
    QTest::newRow("several sets") << 128 << 400;
}

// However few places there are, nobody is ever allowed what a bucket of its own would have refused.
void TestRateLimiter::evictionGivesNothing()
{
    QFETCH(int, places);
    QFETCH(int, keys);
    constexpr RateBudget budget{.requests = 5, .window = 2s};
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    RateLimiter limiter(budget, static_cast<size_t>(places));
    Model model(budget);
    Moment now = start;
    int refused = 0;
    for (int i = 0; i < 50'000; ++i) {
        now += std::chrono::microseconds(random() % 4000);
        // A tenth of all requests comes from one key that wants more than its share.
        const int key = random() % 10 == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(keys));
        if (!limiter.take(keyOf(key), now).isAllowed) {
            ++refused;
            continue;
        }
        QVERIFY2(model.take(key, now), qPrintable(u"seed %1, step %2"_s.arg(seed).arg(i)));
    }
    QVERIFY(refused > 0);
}

// The negative control: a limiter that forgot whom it displaced would be caught.
void TestRateLimiter::modelWouldNoticeForgetting()
{
    constexpr RateBudget budget{.requests = 5, .window = 2s};
    auto limiter = std::make_unique<RateLimiter>(budget, 16);
    Model model(budget);
    int excess = 0;
    for (int i = 0; i < 1000; ++i) {
        const Moment now = start + i * 1ms;
        if (i % 50 == 0)
            limiter = std::make_unique<RateLimiter>(budget, 16);
        if (limiter->take(keyOf(0), now).isAllowed)
            excess += !model.take(0, now);
    }
    QVERIFY(excess > 0);
}

void TestRateLimiter::crowdGetsNoMoreThanItsPlaces()
{
    constexpr RateBudget budget{.requests = 5, .window = 10s};
    RateLimiter limiter(budget, 64);
    int allowed = 0;
    for (int i = 0; i < 100'000; ++i)
        allowed += limiter.take(keyOf(i), start).isAllowed;
    QVERIFY2(allowed <= 64 * 5, qPrintable(QString::number(allowed)));
}

void TestRateLimiter::threadsShareOneBudget()
{
    constexpr int threads = 4;
    RateLimiter limiter({.requests = 1000, .window = 1h});
    std::atomic<int> allowed = 0;
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i) {
        all.emplace_back([&] {
            for (int turn = 0; turn < 500; ++turn) {
                for (int key = 0; key < 3; ++key)
                    allowed += limiter.take(keyOf(key), start).isAllowed;
            }
        });
    }
    all.clear();
    QCOMPARE(allowed.load(), 3 * 1000);
}

// Generous: what matters is that it is nowhere near a microsecond on an idle machine (tens of nanoseconds).
void TestRateLimiter::isQuick()
{
    constexpr int turns = 200'000;
    RateLimiter limiter({.requests = 100, .window = 60s});
    std::vector<QHostAddress> addresses;
    for (quint32 i = 0; i < 4096; ++i)
        addresses.emplace_back(0x0a000000U + i * 7919U);
    QElapsedTimer timer;
    timer.start();
    qint64 remaining = 0;
    for (int i = 0; i < turns; ++i)
        remaining +=
            limiter.take(RateKey::ofAddress(addresses[static_cast<size_t>(i) % addresses.size()])).remaining;
    const auto nanoseconds = timer.nsecsElapsed() / turns;
    qInfo("%lld ns a request (%lld tokens left in all)", static_cast<long long>(nanoseconds),
          static_cast<long long>(remaining));
    QVERIFY(nanoseconds < 20'000);
}

QTEST_GUILESS_MAIN(TestRateLimiter)
#include "test_rate_limiter.moc"
