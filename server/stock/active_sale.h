// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"

namespace holdfast {

/// Of several sales that are live the one that started last, of those that started together the newest; drops
/// do not count. Null: none is live. The same rule as sql/functions/active_sale.sql, but for paused sales.
template <typename Sales>
const Sale *activeAmong(const Sales &sales, Instant now)
{
    const Sale *found = nullptr;
    for (const Sale &sale : sales) {
        if (sale.isDrop || sale.phaseAt(now) != SalePhase::Live)
            continue;
        const bool isLater = !found || *sale.startsAt > *found->startsAt
            || (*sale.startsAt == *found->startsAt && sale.id > found->id);
        if (isLater)
            found = &sale;
    }
    return found;
}

} // namespace holdfast
