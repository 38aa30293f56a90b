// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/request_limits.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// One policy in the two header fields, after whatever stands there already.
class LimitLines final
{
public:
    void add(QByteArrayView name, const RateDecision &decision)
    {
        const auto begin = [name](QByteArray &line) {
            line.append(line.endsWith(' ') ? "\"" : ", \"").append(name);
        };
        begin(m_policy);
        m_policy.append("\";q=").append(QByteArray::number(decision.limit));
        m_policy.append(";w=").append(QByteArray::number(decision.window.count()));
        begin(m_state);
        m_state.append("\";r=").append(QByteArray::number(decision.remaining));
        m_state.append(";t=").append(QByteArray::number(decision.reset.count()));
    }

    QByteArray take() { return m_policy.append("\r\n").append(m_state).append("\r\n"); }

private:
    QByteArray m_policy = "RateLimit-Policy: ";
    QByteArray m_state = "RateLimit: ";
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

RequestLimits::Verdict RequestLimits::take(const Request &request, const Actor &actor,
                                           const QHostAddress &client)
{
    if (actor.role == Role::Service || request.route().base == Base::Root)
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
