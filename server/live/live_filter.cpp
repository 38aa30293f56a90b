// SPDX-License-Identifier: GPL-3.0-only
#include "live/live_filter.h"

namespace holdfast {

bool LiveFilter::passes(const LiveAudience &audience) const
{
    if (audience.product && !wants(*audience.product))
        return false;
    return !audience.owner || isStaff || audience.owner == user;
}

void LiveFilter::forgetWho()
{
    user.reset();
    isStaff = false;
}

} // namespace holdfast
