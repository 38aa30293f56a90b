// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "accounts/limits/forwarded_for.h"
#include "accounts/limits/rate_limiter.h"
#include "http/request.h"

#include <optional>

namespace holdfast::http {

/// Who a request comes from, through proxies of ours or not.
QHostAddress clientAddress(const ForwardedFor &proxies, const Request &request);

/// How many requests an address, and a user beside it, may make on this server. Services and the routes at
/// the root (probes) are exempt. Any thread; well under a microsecond.
class RequestLimits final
{
public:
    struct Verdict
    {
        /// RateLimit-Policy and RateLimit as whole lines; empty for the exempt.
        QByteArray headerLines;
        /// RATE_LIMITED.
        std::optional<Refusal> refusal;
    };

    /// The budget is that of each address and of each user.
    explicit RequestLimits(RateBudget budget);

    /// Whether a request of this actor is one of the exempt.
    static bool isExempt(const Request &request, const Actor &actor);

    /// Counts a request, unless it is exempt. Somebody whose credentials failed is nobody, and counts for the
    /// address.
    Verdict take(const Request &request, const Actor &actor, const QHostAddress &client);

private:
    RateLimiter m_addresses;
    RateLimiter m_users;
};

} // namespace holdfast::http
