// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/request.h"

#include <chrono>

namespace holdfast::http {

// The cookie `token`, in which a browser keeps what it signed in with: HttpOnly, SameSite=Strict, and Secure
// unless the browser came by a loopback name (where there is no TLS).

/// Of a Cookie field; nothing when there is no such cookie.
std::optional<QByteArray> tokenInCookie(QByteArrayView cookies);

/// How Set-Cookie is written for one browser. A value, for when the request is gone.
class TokenCookie final
{
public:
    explicit TokenCookie(const Request &request);

    /// The value of Set-Cookie that has the browser keep a token.
    QByteArray keeping(const QByteArray &token, std::chrono::seconds lifetime) const;
    /// The value of Set-Cookie that has it forget the token.
    QByteArray forgetting() const;

private:
    bool m_isSecure;
};

/// Whether a request that is signed in by its cookie alone may change something: browsers send cookies along
/// with what other sites make them send, so the request must name our own origin, or one of `allowed`.
bool isOwnWrite(const Request &request, const QList<QByteArray> &allowed = {});

} // namespace holdfast::http
