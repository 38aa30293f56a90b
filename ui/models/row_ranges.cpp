// SPDX-License-Identifier: GPL-3.0-only
#include "ui/models/row_ranges.h"

#include <algorithm>

namespace holdfast {

std::vector<RowRange> mergedRanges(std::vector<int> rows)
{
    std::ranges::sort(rows);
    std::vector<RowRange> ranges;
    for (const int row : rows) {
        if (!ranges.empty() && row <= ranges.back().last + 1)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    }
    return ranges;
}

std::vector<RowRange> coarseRanges(std::vector<int> rows)
{
    std::vector<RowRange> ranges = mergedRanges(std::move(rows));
    if (std::ssize(ranges) <= rowRangesMax)
        return ranges;
    return {{ranges.front().first, ranges.back().last}};
}

} // namespace holdfast
