// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>
#include <chrono>
#include <span>
#include <vector>

namespace holdfast::metrics {

/// How often values lay between fixed bounds, and their sum: two relaxed additions a value. Any thread.
class Histogram
{
public:
    static constexpr size_t boundsMax = 16;

    struct Bucket
    {
        /// The largest value that still counts here.
        double upperBound = 0;
        /// Of this bucket and those below.
        quint64 count = 0;
    };
    /// What was counted so far. A value that arrives meanwhile may be in the one and not yet in the other,
    /// but nothing is ever less than in a reading before.
    struct Reading
    {
        /// Ascending; the last one takes whatever there is.
        std::vector<Bucket> buckets;
        double sum = 0;

        quint64 count() const { return buckets.back().count; }
    };

    Reading read() const;

protected:
    /// `bounds` ascend, are at most boundsMax and stay where they are; a reading tells them and the sum in
    /// units of so many.
    Histogram(std::span<const quint64> bounds, double unit);
    ~Histogram() = default;
    Q_DISABLE_COPY_MOVE(Histogram)

    void observe(quint64 value);

private:
    const std::span<const quint64> m_bounds;
    const double m_unit;
    std::array<std::atomic<quint64>, boundsMax + 1> m_counts{};
    std::atomic<quint64> m_sum = 0;
};

/// Of times from 50 microseconds to 5 seconds, told in seconds.
class DurationHistogram final : public Histogram
{
public:
    DurationHistogram();

    /// A time before its beginning counts as none.
    void observe(std::chrono::nanoseconds duration);
};

/// Of numbers from 1 to 2,000.
class SizeHistogram final : public Histogram
{
public:
    SizeHistogram();

    void observe(size_t size) { Histogram::observe(size); }
};

} // namespace holdfast::metrics
