// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/login_throttle.h"

namespace holdfast {

namespace {

std::chrono::seconds waitAfter(int attempts)
{
    constexpr int doublingsMax = 16; // far past waitMax, far from overflow
    const int doublings = std::min(attempts - LoginThrottle::freeAttempts, doublingsMax);
    return doublings < 0 ? std::chrono::seconds(0)
                         : std::min(LoginThrottle::waitFirst * (1 << doublings), LoginThrottle::waitMax);
}

} // namespace

LoginThrottle::LoginThrottle(RateBudget forAddress, size_t places)
    : m_addresses(forAddress, places)
    , m_accounts(places)
{
}

std::optional<std::chrono::seconds> LoginThrottle::admit(const QString &account, const QHostAddress &address,
                                                         Clock::time_point now)
{
    if (const auto decision = m_addresses.take(RateKey::ofAddress(address), now); !decision.isAllowed)
        return decision.retryAfter;
    return m_accounts.with(
        RateKey::ofText(account), [now](const Failures &failures) { return weight(failures, now); },
        [now](Failures &failures) { return attempt(failures, now); });
}

void LoginThrottle::succeeded(const QString &account)
{
    m_accounts.withKnown(RateKey::ofText(account), [](Failures &failures) { failures = {}; });
}

std::optional<std::chrono::seconds> LoginThrottle::attempt(Failures &failures, Clock::time_point now)
{
    if (now < failures.waitUntil)
        return std::chrono::ceil<std::chrono::seconds>(failures.waitUntil - now);
    failures.count = weight(failures, now) + 1;
    failures.waitUntil = now + waitAfter(failures.count);
    return std::nullopt;
}

// How many failures still count.
int LoginThrottle::weight(const Failures &failures, Clock::time_point now)
{
    return now < failures.waitUntil + memory ? failures.count : 0;
}

} // namespace holdfast
