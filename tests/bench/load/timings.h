// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <ostream>
#include <vector>

namespace holdfast::bench {

/// How long answers took, by the tenth of a second in which they came. Times are kept to 1.6 %.
class Timings final
{
public:
    using Duration = std::chrono::nanoseconds;
    static constexpr std::chrono::milliseconds slice{100};

    /// `at` since the beginning of the measurement.
    void add(Duration at, Duration took);

    /// A JSON array: of each slice a list of [microseconds, answers], those that took longest last.
    void writeTo(std::ostream &out) const;

private:
    // 64 steps an octave from 1.024 µs; the last holds whatever is longer than about 70 s.
    static constexpr unsigned steps = 64;
    static constexpr unsigned lowestOctave = 10;
    static constexpr unsigned octaves = 26;
    using Histogram = std::array<uint32_t, size_t{steps} * octaves>;

    static size_t binOf(Duration took);
    static double microsecondsOf(size_t bin);

    std::vector<Histogram> m_slices;
};

} // namespace holdfast::bench
