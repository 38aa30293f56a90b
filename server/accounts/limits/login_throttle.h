// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/limits/rate_limiter.h"

#include <QHostAddress>
#include <QString>

#include <optional>

namespace holdfast {

/// Slows the guessing of passwords: a budget of attempts for each address, and for each account a wait that
/// doubles with every attempt in a row that failed. Accounts that do not exist are treated alike. A wait is
/// all that strangers can do to an account: at most waitMax. Any thread.
class LoginThrottle final
{
public:
    using Clock = RateLimiter::Clock;

    /// So many attempts in a row are free: people mistype.
    static constexpr int freeAttempts = 5;
    static constexpr std::chrono::seconds waitFirst{1};
    static constexpr std::chrono::seconds waitMax{300};
    /// Without an attempt for so long, the account's failures are forgotten.
    static constexpr std::chrono::minutes memory{60};
    static constexpr RateBudget addressBudget{.requests = 30, .window = std::chrono::minutes(1)};

    explicit LoginThrottle(RateBudget forAddress = addressBudget, size_t places = RateLimiter::placesDefault);

    /// Call before an attempt costs anything. Nothing: go on, the attempt counts as failed until succeeded()
    /// is called (so a thousand at once are not all free). Otherwise how long to wait: 429, Retry-After.
    /// `account` is the normalised email address.
    std::optional<std::chrono::seconds> admit(const QString &account, const QHostAddress &address,
                                              Clock::time_point now = Clock::now());

    /// The password was right: the account's failures are forgotten.
    void succeeded(const QString &account);

private:
    struct Failures
    {
        int count = 0;
        Clock::time_point waitUntil{};
    };

    static std::optional<std::chrono::seconds> attempt(Failures &failures, Clock::time_point now);
    static int weight(const Failures &failures, Clock::time_point now);

    RateLimiter m_addresses;
    BoundedTable<Failures> m_accounts;
};

} // namespace holdfast
