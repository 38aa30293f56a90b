// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"
#include "http/query_reader.h"

#include <algorithm>
#include <array>
#include <span>

namespace holdfast::http {

/// ?status= of sales and drops.
inline std::optional<SalePhase> readStatus(QueryReader &query)
{
    using enum SalePhase;
    static constexpr std::array<SalePhase, 6> phases{Draft, Scheduled, Live, Paused, Ended, Cancelled};
    const auto choice =
        query.optionalChoice("status", {"draft", "scheduled", "live", "paused", "ended", "cancelled"});
    return choice ? std::optional(phases.at(*choice)) : std::nullopt;
}

/// The part of a list that was asked for.
template <typename Value>
std::span<const Value> partOf(const std::vector<Value> &all, Page page)
{
    const auto total = static_cast<qint64>(all.size());
    const auto begin = std::min(page.offset, total);
    const auto end = std::min(page.offset + page.limit, total);
    return std::span(all).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

} // namespace holdfast::http
