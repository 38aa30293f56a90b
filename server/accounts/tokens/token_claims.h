// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QLatin1String>

#include <chrono>

namespace holdfast {

/// What a token of ours says (RFC 7519); the rest of it (who issued it, for whom) is the same in all.
struct TokenClaims
{
    /// `sub`: whose token it is.
    UserId subject;
    /// `jti`: names this token when it is revoked.
    QUuid id;
    /// `iat`, and to the microsecond `iat_us`, a claim of our own: decides whether the token is older than a
    /// change of password. (A fraction in `iat` is allowed, but others then take a fresh token for one of the
    /// future.)
    Instant issuedAt;
    /// `exp`, to the second.
    Instant expiresAt;
};

namespace token {

/// `iss` and `aud`.
constexpr QLatin1StringView issuer("holdfast");
constexpr QLatin1StringView audience("holdfast-api");

constexpr std::chrono::hours lifetimeDefault{8};
/// No token is believed for longer, whatever it says, so revocations need not be remembered for longer.
constexpr std::chrono::hours lifetimeMax{24};
/// How far clocks of servers may be apart.
constexpr std::chrono::seconds leeway{10};
/// The most bytes a token has.
constexpr qsizetype lengthMax = 4096;

} // namespace token

} // namespace holdfast
