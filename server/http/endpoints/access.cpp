// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/access.h"

namespace holdfast::http {

namespace {

// Empty for a scheme we do not know: presented all the same, and no token verifies as the empty one.
QByteArray bearerToken(QByteArrayView authorization)
{
    constexpr QByteArrayView scheme = "bearer ";
    const auto start = authorization.first(qMin(authorization.size(), scheme.size())).toByteArray().toLower();
    return start == scheme ? authorization.sliced(scheme.size()).trimmed().toByteArray() : QByteArray("");
}

std::optional<QByteArray> cookieToken(QByteArrayView cookies)
{
    constexpr QByteArrayView name = "token=";
    while (!cookies.isEmpty()) {
        const qsizetype semicolon = cookies.indexOf(';');
        const auto pair = (semicolon < 0 ? cookies : cookies.first(semicolon)).trimmed();
        if (pair.startsWith(name))
            return pair.sliced(name.size()).toByteArray();
        cookies = semicolon < 0 ? QByteArrayView() : cookies.sliced(semicolon + 1);
    }
    return std::nullopt;
}

std::optional<QByteArray> presentedToken(const Request &request)
{
    const auto authorization = request.header(KnownField::Authorization);
    return authorization.isNull() ? cookieToken(request.header(KnownField::Cookie))
                                  : bearerToken(authorization);
}

bool mayCall(Access access, const Actor &actor)
{
    switch (access) {
    case Access::Anyone:
        return true;
    case Access::User:
    case Access::Shopper:
    case Access::Owner:
        return actor.role != Role::Nobody;
    case Access::Service:
        return actor.isStaff();
    case Access::Admin:
        return actor.role == Role::Admin;
    }
    Q_UNREACHABLE();
}

} // namespace

std::expected<Actor, Refusal> identify(const Authenticator &authenticator, const Request &request)
{
    return authenticator.identify(presentedToken(request));
}

std::optional<Refusal> accessRefusal(Access access, const Actor &actor)
{
    if (mayCall(access, actor))
        return std::nullopt;
    return Refusal::of(actor.role == Role::Nobody ? ErrorCode::AuthRequired : ErrorCode::Forbidden);
}

} // namespace holdfast::http
