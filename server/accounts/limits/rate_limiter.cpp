// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/rate_limiter.h"

namespace holdfast {

namespace {

std::chrono::seconds roundedUp(RateLimiter::Clock::duration duration)
{
    return std::chrono::ceil<std::chrono::seconds>(std::max(duration, RateLimiter::Clock::duration::zero()));
}

} // namespace

RateLimiter::RateLimiter(RateBudget budget, size_t places)
    : m_budget(budget)
    , m_interval(std::max(Clock::duration(1), Clock::duration(budget.window) / budget.requests))
    , m_fill(m_interval * budget.requests)
    , m_buckets(places)
{
}

RateDecision RateLimiter::take(RateKey key, Clock::time_point now)
{
    // Never before the clock's epoch, where places begin that were never used.
    return m_buckets.with(
        key, [](const Bucket &bucket) { return bucket.fullAt; },
        [this, now](Bucket &bucket) { return decide(bucket, now); });
}

RateDecision RateLimiter::decide(Bucket &bucket, Clock::time_point now) const
{
    const auto fullAt = std::max(bucket.fullAt, now) + m_interval;
    const auto wait = fullAt - (now + m_fill);
    const bool isAllowed = wait <= Clock::duration::zero();
    if (isAllowed)
        bucket.fullAt = fullAt;
    const auto debt = bucket.fullAt - now;
    return {.isAllowed = isAllowed,
            .limit = m_budget.requests,
            .window = roundedUp(m_budget.window),
            .remaining = static_cast<int>(std::max(m_fill - debt, Clock::duration::zero()) / m_interval),
            .reset = roundedUp(debt),
            .retryAfter = isAllowed ? std::chrono::seconds(0) : roundedUp(wait)};
}

} // namespace holdfast
