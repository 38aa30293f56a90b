// SPDX-License-Identifier: GPL-3.0-only
#include "http/cross_origin.h"

#include <algorithm>

namespace holdfast::http {

namespace {

constexpr QByteArrayView requestFields =
    "Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id, X-User-Id";
constexpr QByteArrayView answerFields =
    "ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Cache, X-Request-Id";
/// How long a browser need not ask again; none keeps it longer than two hours.
constexpr QByteArrayView preflightSeconds = "600";

} // namespace

CrossOrigin::CrossOrigin(QList<QByteArray> allowed)
    : m_allowed(std::move(allowed))
{
}

const QByteArray *CrossOrigin::listed(const Head &head) const
{
    const auto origin = head.field(KnownField::Origin);
    const auto found = std::ranges::find(m_allowed, origin);
    return found == m_allowed.end() ? nullptr : &*found;
}

QByteArray CrossOrigin::answerLines(const Head &head) const
{
    if (m_allowed.isEmpty())
        return {};
    // Also for those that get nothing else: a cache must not give one origin the answer for another.
    QByteArray lines("Vary: Origin\r\n");
    if (const QByteArray *origin = listed(head)) {
        lines.append("Access-Control-Allow-Origin: ").append(*origin);
        lines.append("\r\nAccess-Control-Allow-Credentials: true\r\nAccess-Control-Expose-Headers: ");
        lines.append(answerFields).append("\r\n");
    }
    return lines;
}

QByteArray CrossOrigin::preflightLines(const Head &head, QByteArrayView methods) const
{
    const bool isPreflight =
        head.method == Method::Options && !head.field("access-control-request-method").isNull();
    if (!isPreflight || !listed(head))
        return {};
    QByteArray lines("Access-Control-Allow-Methods: ");
    lines.append(methods).append("\r\nAccess-Control-Allow-Headers: ").append(requestFields);
    return lines.append("\r\nAccess-Control-Max-Age: ").append(preflightSeconds).append("\r\n");
}

} // namespace holdfast::http
