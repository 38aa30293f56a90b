// SPDX-License-Identifier: GPL-3.0-only
#include "timings.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace holdfast::bench {

void Timings::add(Duration at, Duration took)
{
    const auto index = static_cast<size_t>(at / slice);
    while (m_slices.size() <= index)
        m_slices.emplace_back();
    ++m_slices[index][binOf(took)];
}

void Timings::writeTo(std::ostream &out) const
{
    const char *sliceSeparator = "";
    out << '[';
    for (const auto &histogram : m_slices) {
        out << std::exchange(sliceSeparator, ",") << '[';
        const char *separator = "";
        for (size_t bin = 0; bin < histogram.size(); ++bin) {
            if (histogram[bin] > 0)
                out << std::exchange(separator, ",") << '[' << microsecondsOf(bin) << ',' << histogram[bin]
                    << ']';
        }
        out << ']';
    }
    out << ']';
}

size_t Timings::binOf(Duration took)
{
    const auto nanoseconds = std::max<uint64_t>(static_cast<uint64_t>(took.count()), 1U << lowestOctave);
    const auto octave = static_cast<unsigned>(std::bit_width(nanoseconds)) - 1;
    const auto step = (nanoseconds >> (octave - 6)) & (steps - 1);
    return std::min<size_t>(size_t{octave - lowestOctave} * steps + step, size_t{steps} * octaves - 1);
}

// The middle of what the bin holds.
double Timings::microsecondsOf(size_t bin)
{
    const auto octave = bin / steps + lowestOctave;
    const auto step = static_cast<double>(bin % steps) + 0.5;
    return static_cast<double>(uint64_t{1} << octave) * (1 + step / steps) / 1000;
}

} // namespace holdfast::bench
