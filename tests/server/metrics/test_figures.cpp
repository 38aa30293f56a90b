// SPDX-License-Identifier: GPL-3.0-only
#include "metrics/counter.h"
#include "metrics/histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace holdfast::metrics;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// What counts.
class TestFigures final : public QObject
{
    Q_OBJECT

private slots:
    void countersAddUp();
    void levelsGoUpAndDown();
    void durationsFallIntoTheirBuckets_data();
    void durationsFallIntoTheirBuckets();
    void sizesFallIntoTheirBuckets();
    void nothingIsLostAndNothingGoesBack();
};

namespace {

/// The bound of the only bucket that has gained one.
double boundOfTheOnly(const Histogram &histogram)
{
    const auto buckets = histogram.read().buckets;
    const auto first = std::ranges::find_if(buckets, [](const auto &bucket) { return bucket.count > 0; });
    return first == buckets.end() ? -1 : first->upperBound;
}

/// Whether no bucket, nor the sum, is less than it was.
bool isNotBefore(const Histogram::Reading &later, const Histogram::Reading &earlier)
{
    return later.sum >= earlier.sum
        && std::ranges::equal(later.buckets, earlier.buckets,
                              [](const auto &now, const auto &then) { return now.count >= then.count; });
}

} // namespace

void TestFigures::countersAddUp()
{
    Counter counter;
    counter.add();
    counter.add(41);
    QCOMPARE(counter.count(), 42U);
    DurationCounter time;
    time.add(1'500ms);
    time.add(250us);
    QCOMPARE(time.seconds(), 1.50025);
}

void TestFigures::levelsGoUpAndDown()
{
    Level level;
    level.change(3);
    level.change(-5);
    QCOMPARE(level.level(), -2);
}

void TestFigures::durationsFallIntoTheirBuckets_data()
{
    QTest::addColumn<qint64>("time");
    QTest::addColumn<double>("bound");
    QTest::newRow("none") << qint64(0) << 0.00005;
    QTest::newRow("before its beginning") << qint64(-1) << 0.00005;
    QTest::newRow("at a bound") << qint64(50'000) << 0.00005;
    QTest::newRow("beyond it") << qint64(50'001) << 0.0001;
    QTest::newRow("in between") << qint64(3'000'000) << 0.005;
    QTest::newRow("at the last bound") << qint64(5'000'000'000) << 5.0;
    QTest::newRow("beyond all") << qint64(5'000'000'001) << double(INFINITY);
}

void TestFigures::durationsFallIntoTheirBuckets()
{
    QFETCH(const qint64, time);
    QFETCH(const double, bound);
    DurationHistogram histogram;
    histogram.observe(nanoseconds(time));
    QCOMPARE(boundOfTheOnly(histogram), bound);
    QCOMPARE(histogram.read().count(), 1U);
    QCOMPARE(histogram.read().sum, static_cast<double>(std::max<qint64>(time, 0)) / 1e9);
}

void TestFigures::sizesFallIntoTheirBuckets()
{
    SizeHistogram histogram;
    histogram.observe(1);
    QCOMPARE(boundOfTheOnly(histogram), 1.0);
    histogram.observe(2'000);
    histogram.observe(2'001);
    const auto reading = histogram.read();
    QCOMPARE(reading.count(), 3U);
    QCOMPARE(reading.sum, 4'002.0);
    QCOMPARE(reading.buckets.at(reading.buckets.size() - 2).upperBound, 2'000.0);
    QCOMPARE(reading.buckets.at(reading.buckets.size() - 2).count, 2U);
}

void TestFigures::nothingIsLostAndNothingGoesBack()
{
    constexpr int times = 200'000;
    DurationHistogram histogram;
    std::atomic<int> running = 2;
    const auto observe = [&] {
        for (int index = 0; index < times; ++index)
            histogram.observe(nanoseconds(index * 1'000));
        --running;
    };
    std::jthread one(observe);
    std::jthread other(observe);
    auto last = histogram.read();
    while (running > 0) {
        auto next = histogram.read();
        QVERIFY(isNotBefore(next, last));
        QVERIFY(std::ranges::is_sorted(next.buckets, {}, &Histogram::Bucket::count));
        last = std::move(next);
    }
    one.join();
    other.join();
    const auto end = histogram.read();
    QCOMPARE(end.count(), static_cast<quint64>(2 * times));
    QCOMPARE(end.sum, 2.0 * (times - 1.0) * times / 2.0 * 1e-6);
    QVERIFY(!isNotBefore(DurationHistogram().read(), end)); // it can tell
}

QTEST_GUILESS_MAIN(TestFigures)
#include "test_figures.moc"
