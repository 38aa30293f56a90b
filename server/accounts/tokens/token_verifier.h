// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/tokens/token_claims.h"
#include "accounts/tokens/token_keys.h"
#include "domain/refusal.h"

#include <QByteArray>

#include <expected>

namespace holdfast {

/// Why a token is not believed: for the log and the tests. Clients learn only TOKEN_EXPIRED or TOKEN_INVALID.
enum class TokenFault {
    TooLong,
    /// Not three parts of strict base64url.
    Malformed,
    /// Anything in the header but alg HS256, typ JWT and a kid.
    ForeignHeader,
    /// A key we do not have.
    UnknownKey,
    WrongSignature,
    /// A claim that is missing, twice, or of another type; or a life longer than token::lifetimeMax.
    BadClaims,
    ForeignIssuer,
    ForeignAudience,
    NotYetValid,
    Expired,
};

QLatin1StringView faultName(TokenFault fault);

/// What the client is told.
Refusal refusalFor(TokenFault fault);

/// Checks tokens that TokenIssuer made; nobody else's are taken, however well signed. What is inside a token
/// is not looked at before its header and signature are right. Whether it was revoked, Revocations knows.
/// Immutable: any thread.
class TokenVerifier final
{
public:
    /// `keys` must outlive the verifier.
    explicit TokenVerifier(const TokenKeys &keys)
        : m_keys(keys)
    {
    }

    std::expected<TokenClaims, TokenFault> verify(QByteArrayView text, Instant now) const;

private:
    std::expected<const TokenKey *, TokenFault> keyFor(QByteArrayView header) const;

    const TokenKeys &m_keys;
};

} // namespace holdfast
