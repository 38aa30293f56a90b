// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/live_news.h"

#include <QSet>

namespace holdfast {

/// What one reader of the live feed gets: by what it asked for, and by who it is. A value.
struct LiveFilter
{
    /// Only what is about these; empty for all products. Sales and drops always come.
    QSet<ProductId> products = {};
    /// The customer it is, if it is one.
    std::optional<UserId> user = {};
    /// An admin or a service: everybody's private news, and names in full.
    bool isStaff = false;

    bool wants(ProductId product) const { return products.isEmpty() || products.contains(product); }
    /// Whether it may know, and wants to.
    bool passes(const LiveAudience &audience) const;
    /// A stranger again; what it asked for stays.
    void forgetWho();
};

} // namespace holdfast
