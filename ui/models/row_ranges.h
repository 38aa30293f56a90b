// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <vector>

namespace holdfast {

/// Rows first to last, both included.
struct RowRange
{
    int first = 0;
    int last = 0;

    int count() const { return last - first + 1; }
    bool operator==(const RowRange &) const = default;
};

/// More ranges than this in one change are cheaper told as one: a view works through all it shows for each.
constexpr int rowRangesMax = 32;

/// Neighbouring rows as ranges, in order. Takes rows in any order, also twice.
std::vector<RowRange> mergedRanges(std::vector<int> rows);

/// The same, but one range from the first to the last when there would be more than rowRangesMax.
std::vector<RowRange> coarseRanges(std::vector<int> rows);

} // namespace holdfast
