// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/request_limits.h"

#include <array>
#include <charconv>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// One policy in the two header fields, after whatever stands there already.
class LimitLines final
{
public:
    LimitLines()
    {
        constexpr qsizetype usualSize = 192;
        m_policy.reserve(usualSize);
        m_policy.append("RateLimit-Policy: ");
        m_state.append("RateLimit: ");
    }

    void add(QByteArrayView name, const RateDecision &decision)
    {
        addPair(m_policy, name, "\";q=", decision.limit, ";w=", decision.window.count());
        addPair(m_state, name, "\";r=", decision.remaining, ";t=", decision.reset.count());
    }

    QByteArray take() { return m_policy.append("\r\n").append(m_state).append("\r\n"); }

private:
    static void addPair(QByteArray &line, QByteArrayView name, const char *firstName, qint64 first,
                        const char *secondName, qint64 second)
    {
        line.append(line.endsWith(' ') ? "\"" : ", \"").append(name).append(firstName);
        addNumber(line, first);
        line.append(secondName);
        addNumber(line, second);
    }

    static void addNumber(QByteArray &line, qint64 number)
    {
        std::array<char, 20> digits{};
        const auto *const end = std::to_chars(digits.begin(), digits.end(), number).ptr;
        line.append(digits.data(), end - digits.data());
    }

    QByteArray m_policy;
    QByteArray m_state;
};

std::optional<Refusal> refusalFor(const RateDecision &decision)
{
    if (decision.isAllowed)
        return std::nullopt;
    return Refusal::of(ErrorCode::RateLimited,
                       {{u"retry_after_seconds"_s, static_cast<qint64>(decision.retryAfter.count())}});
}

} // namespace

QHostAddress clientAddress(const ForwardedFor &proxies, const Request &request)
{
    if (!proxies.isProxy(request.peer()))
        return request.peer();
    return proxies.client(request.peer(), request.headers("x-forwarded-for"));
}

RequestLimits::RequestLimits(RateBudget budget)
    : m_addresses(budget)
    , m_users(budget)
{
}

bool RequestLimits::isExempt(const Request &request, const Actor &actor)
{
    return actor.role == Role::Service || request.route().base == Base::Root;
}

RequestLimits::Verdict RequestLimits::take(const Request &request, const Actor &actor,
                                           const QHostAddress &client)
{
    if (isExempt(request, actor))
        return {};
    LimitLines lines;
    const auto ofAddress = m_addresses.take(RateKey::ofAddress(client));
    lines.add("address", ofAddress);
    auto refusal = refusalFor(ofAddress);
    if (actor.user && !refusal) {
        const auto ofUser = m_users.take(RateKey::ofUser(*actor.user));
        lines.add("user", ofUser);
        refusal = refusalFor(ofUser);
    }
    return {lines.take(), std::move(refusal)};
}

} // namespace holdfast::http
