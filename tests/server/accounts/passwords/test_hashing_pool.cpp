// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/passwords/hashing_pool.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <future>
#include <semaphore>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHashingPool final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void answersOnItsThread();
    void runsSoManyAtOnceAndNoMore();
    void refusesWhenOverfull();
    void stopRefusesWhatWaits();
    void refusesOnceStopped();
    void everyJobIsAnsweredOnce();
};

namespace {

using Answer = std::expected<int, Refusal>;

// Holds a thread of the pool until released.
class Blockade final
{
public:
    explicit Blockade(HashingPool &pool)
    {
        pool.post(
            [this] {
                m_entered.release();
                m_left.acquire();
                return 0;
            },
            [this](const Answer &) { m_answered.release(); });
        m_entered.acquire();
    }
    ~Blockade()
    {
        release();
        m_answered.acquire();
    }
    Q_DISABLE_COPY_MOVE(Blockade)

    void release()
    {
        if (!m_isReleased)
            m_left.release();
        m_isReleased = true;
    }

private:
    std::binary_semaphore m_entered{0};
    std::binary_semaphore m_left{0};
    std::binary_semaphore m_answered{0};
    bool m_isReleased = false;
};

bool isOverloaded(const Answer &answer)
{
    return !answer && answer.error().code == ErrorCode::Overloaded;
}

} // namespace

void TestHashingPool::answersOnItsThread()
{
    HashingPool pool(2, 10);
    std::promise<std::pair<int, std::thread::id>> promise;
    auto future = promise.get_future();
    pool.post([] { return 42; },
              [&promise](const Answer &answer) {
                  promise.set_value({*answer, std::this_thread::get_id()});
              });
    QVERIFY(future.wait_for(30s) == std::future_status::ready);
    const auto [number, thread] = future.get();
    QCOMPARE(number, 42);
    QVERIFY(thread != std::this_thread::get_id());
}

void TestHashingPool::runsSoManyAtOnceAndNoMore()
{
    constexpr int threads = 3;
    constexpr int jobs = 60;
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    std::counting_semaphore<jobs> done(0);
    HashingPool pool(threads, jobs);
    for (int i = 0; i < jobs; ++i) {
        pool.post(
            [&] {
                const int now = ++running;
                int before = most;
                while (before < now && !most.compare_exchange_weak(before, now)) { }
                std::this_thread::sleep_for(2ms);
                return --running;
            },
            [&done](const Answer &) { done.release(); });
    }
    for (int i = 0; i < jobs; ++i)
        QVERIFY(done.try_acquire_for(30s));
    QCOMPARE(most.load(), threads);
}

void TestHashingPool::refusesWhenOverfull()
{
    HashingPool pool(1, 2);
    std::atomic<int> answered = 0;
    {
        const Blockade blockade(pool);
        for (int i = 0; i < 2; ++i)
            pool.post([] { return 1; },
                      [&answered](const Answer &answer) { answered += answer.value_or(100); });
        std::optional<Answer> refused;
        pool.post([] { return 1; }, [&refused](const Answer &answer) { refused = answer; });
        QVERIFY2(refused && isOverloaded(*refused), "refused before post() returns");
        QCOMPARE(answered.load(), 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(answered.load(), 2, 30'000);
}

void TestHashingPool::stopRefusesWhatWaits()
{
    std::atomic<int> refused = 0;
    int posted = 0;
    HashingPool pool(1, 1'000'000);
    const auto post = [&] {
        ++posted;
        pool.post([] { return 1; }, [&refused](const Answer &answer) { refused += isOverloaded(answer); });
    };
    std::jthread stopper;
    Blockade blockade(pool); // gone before the stopper is waited for
    for (int i = 0; i < 5; ++i)
        post();
    stopper = std::jthread([&pool] { pool.stop(); });
    // Only when it refuses at once is it stopping for sure; then the running job may end.
    const auto isStopping = [&] {
        post();
        return refused > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isStopping(), 30'000);
    blockade.release();
    stopper.join();
    QCOMPARE(refused.load(), posted);
}

void TestHashingPool::refusesOnceStopped()
{
    HashingPool pool(1, 10);
    pool.stop();
    pool.stop();
    std::optional<Answer> refused;
    pool.post([] { return 1; }, [&refused](const Answer &answer) { refused = answer; });
    QVERIFY(refused && isOverloaded(*refused));
}

void TestHashingPool::everyJobIsAnsweredOnce()
{
    constexpr int posters = 4;
    constexpr int jobsEach = 500;
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
    {
        HashingPool pool(2, 16);
        std::vector<std::jthread> threads;
        for (int i = 0; i < posters; ++i) {
            threads.emplace_back([&] {
                for (int job = 0; job < jobsEach; ++job)
                    pool.post([] { return 1; }, [&](const Answer &answer) { ++(answer ? done : refused); });
            });
        }
        threads.clear();
        // Stopping refuses what waits: on a busy machine the pool may not have begun by now.
        QTRY_VERIFY_WITH_TIMEOUT(done > 0, 30'000);
    }
    QCOMPARE(done + refused, posters * jobsEach);
}

QTEST_GUILESS_MAIN(TestHashingPool)
#include "test_hashing_pool.moc"
