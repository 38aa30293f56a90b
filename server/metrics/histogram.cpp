// SPDX-License-Identifier: GPL-3.0-only
#include "metrics/histogram.h"

#include <algorithm>
#include <limits>

namespace holdfast::metrics {

namespace {

constexpr double nanosecondsPerSecond = 1e9;

constexpr quint64 durations[] = {50'000,      100'000,       200'000,       500'000,
                                 1'000'000,   2'000'000,     5'000'000,     10'000'000,
                                 20'000'000,  50'000'000,    100'000'000,   200'000'000,
                                 500'000'000, 1'000'000'000, 2'000'000'000, 5'000'000'000};
constexpr quint64 sizes[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000};

} // namespace

Histogram::Histogram(std::span<const quint64> bounds, double unit)
    : m_bounds(bounds)
    , m_unit(unit)
{
    Q_ASSERT(bounds.size() <= boundsMax && std::ranges::is_sorted(bounds));
}

void Histogram::observe(quint64 value)
{
    const auto place = std::ranges::lower_bound(m_bounds, value) - m_bounds.begin();
    m_counts[static_cast<size_t>(place)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Reading Histogram::read() const
{
    Reading reading;
    quint64 count = 0;
    for (size_t index = 0; index <= m_bounds.size(); ++index) {
        const bool isLast = index == m_bounds.size();
        count += m_counts[index].load(std::memory_order_relaxed);
        reading.buckets.push_back(
            {isLast ? std::numeric_limits<double>::infinity() : static_cast<double>(m_bounds[index]) / m_unit,
             count});
    }
    reading.sum = static_cast<double>(m_sum.load(std::memory_order_relaxed)) / m_unit;
    return reading;
}

DurationHistogram::DurationHistogram()
    : Histogram(durations, nanosecondsPerSecond)
{
}

void DurationHistogram::observe(std::chrono::nanoseconds duration)
{
    Histogram::observe(static_cast<quint64>(std::max(duration, std::chrono::nanoseconds::zero()).count()));
}

SizeHistogram::SizeHistogram()
    : Histogram(sizes, 1)
{
}

} // namespace holdfast::metrics
