// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/token_cookie.h"

#include "http/edge/host.h"

namespace holdfast::http {

namespace {

constexpr QByteArrayView pairStart = "token=";

/// The loopback names are all that a server on a loopback address answers to unless a proxy is configured.
bool isLoopbackName(QByteArrayView host)
{
    return HostRule(QHostAddress(QHostAddress::LocalHost), {}).accepts(host);
}

QByteArray cookie(const QByteArray &token, std::chrono::seconds lifetime, bool isSecure)
{
    QByteArray text = pairStart.toByteArray();
    text += token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=";
    text += QByteArray::number(static_cast<qint64>(lifetime.count()));
    if (isSecure)
        text += "; Secure";
    return text;
}

} // namespace

std::optional<QByteArray> tokenInCookie(QByteArrayView cookies)
{
    while (!cookies.isEmpty()) {
        const qsizetype semicolon = cookies.indexOf(';');
        const auto pair = (semicolon < 0 ? cookies : cookies.first(semicolon)).trimmed();
        if (pair.startsWith(pairStart))
            return pair.sliced(pairStart.size()).toByteArray();
        cookies = semicolon < 0 ? QByteArrayView() : cookies.sliced(semicolon + 1);
    }
    return std::nullopt;
}

TokenCookie::TokenCookie(const Request &request)
    : m_isSecure(!isLoopbackName(request.header(KnownField::Host)))
{
}

QByteArray TokenCookie::keeping(const QByteArray &token, std::chrono::seconds lifetime) const
{
    return cookie(token, lifetime, m_isSecure);
}

QByteArray TokenCookie::forgetting() const
{
    return cookie({}, std::chrono::seconds(0), m_isSecure);
}

bool isOwnWrite(const Request &request, const QList<QByteArray> &allowed)
{
    const auto origin = request.header(KnownField::Origin);
    return !origin.isNull() && isOriginAllowed(origin, request.header(KnownField::Host), allowed);
}

} // namespace holdfast::http
