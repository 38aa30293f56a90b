// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/access.h"

#include "http/endpoints/token_cookie.h"

namespace holdfast::http {

namespace {

// Empty for a scheme we do not know: presented all the same, and nothing verifies as the empty one.
QByteArrayView bearerCredential(QByteArrayView authorization)
{
    constexpr QByteArrayView scheme = "bearer ";
    const auto start = authorization.first(qMin(authorization.size(), scheme.size()));
    return start.compare(scheme, Qt::CaseInsensitive) == 0 ? authorization.sliced(scheme.size()).trimmed()
                                                           : "";
}

bool isWrite(Method method)
{
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

std::expected<Identity, Refusal> identifyStranger(const ApiContext &api)
{
    const bool isOpen = api.settings.openAccess == OpenAccess::On;
    return Identity{.actor = {isOpen ? Role::Admin : Role::Nobody, {}}, .token = {}, .apiKey = {}};
}

std::expected<Identity, Refusal> identifyByCookie(const ApiContext &api, const Request &request)
{
    const auto token = tokenInCookie(request.header(KnownField::Cookie));
    if (!token)
        return identifyStranger(api);
    if (isWrite(request.method()) && !isOwnWrite(request, api.settings.allowedOrigins))
        return std::unexpected(
            Refusal{ErrorCode::Forbidden,
                    QStringLiteral("A change that is signed in by cookie must come from this site (Origin)"),
                    {}});
    return api.credentials.check.identify(*token, api.clock.now());
}

bool mayCall(Access access, const Actor &actor)
{
    switch (access) {
    case Access::Anyone:
    case Access::Newcomer:
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

std::expected<Identity, Refusal> identify(const ApiContext &api, const Request &request)
{
    if (request.route().access == Access::Newcomer)
        return Identity();
    const auto authorization = request.header(KnownField::Authorization);
    if (authorization.isNull())
        return identifyByCookie(api, request);
    return api.credentials.check.identify(bearerCredential(authorization), api.clock.now());
}

std::optional<Refusal> accessRefusal(Access access, const Actor &actor)
{
    if (mayCall(access, actor))
        return std::nullopt;
    return Refusal::of(actor.role == Role::Nobody ? ErrorCode::AuthRequired : ErrorCode::Forbidden);
}

Response refusedAccess(const Request &request, Refusal refusal)
{
    const bool isUseless = refusal.code == ErrorCode::TokenInvalid || refusal.code == ErrorCode::TokenExpired;
    const bool isCookie = request.header(KnownField::Authorization).isNull();
    auto response = Response::refused(std::move(refusal));
    return isUseless && isCookie
        ? std::move(response).withHeader("Set-Cookie", TokenCookie(request).forgetting())
        : std::move(response);
}

} // namespace holdfast::http
