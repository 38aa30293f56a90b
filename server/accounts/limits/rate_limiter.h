// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/limits/bounded_table.h"

#include <chrono>

namespace holdfast {

/// So many requests in a window, refilled evenly: a full bucket may be spent at once.
struct RateBudget
{
    int requests = 100;
    std::chrono::milliseconds window{60'000};
};

/// What RateLimit-Policy ("name";q=limit;w=window), RateLimit ("name";r=remaining;t=reset) and Retry-After
/// tell. Seconds are rounded up.
struct RateDecision
{
    bool isAllowed = true;
    int limit = 0;
    std::chrono::seconds window{};
    /// How many more are allowed right now.
    int remaining = 0;
    /// Until the bucket is full again.
    std::chrono::seconds reset{};
    /// Until one more is allowed; zero when one is.
    std::chrono::seconds retryAfter{};
};

/// Token buckets, one a key, for this process. A bucket is one moment: when it will be full (GCRA). A refused
/// request costs nothing. Any thread; tens of nanoseconds.
///
/// Memory is fixed: 24 bytes a place. With fewer keys in debt than places this is exactly a token bucket
/// each. Beyond that a newcomer shares the debt of the bucket it displaces, the smallest of its set
/// (BoundedTable): it may be refused early, but no key, and no crowd of keys, is ever allowed more than its
/// own buckets would.
class RateLimiter final
{
public:
    using Clock = std::chrono::steady_clock;

    static constexpr size_t placesDefault = 131'072;

    /// The budget's requests and window are positive.
    explicit RateLimiter(RateBudget budget, size_t places = placesDefault);

    RateDecision take(RateKey key, Clock::time_point now = Clock::now());

private:
    struct Bucket
    {
        Clock::time_point fullAt{};
    };

    RateDecision decide(Bucket &bucket, Clock::time_point now) const;

    const RateBudget m_budget;
    /// How long one token takes to come back.
    const Clock::duration m_interval;
    /// How long an empty bucket takes to fill.
    const Clock::duration m_fill;
    BoundedTable<Bucket> m_buckets;
};

} // namespace holdfast
