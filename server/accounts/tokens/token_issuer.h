// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/tokens/token_claims.h"
#include "accounts/tokens/token_keys.h"

#include <QByteArray>

namespace holdfast {

/// A new token, and what is in it.
struct IssuedToken
{
    QByteArray text;
    TokenClaims claims;
};

/// Makes tokens: JWT, HS256, signed with the current key. Immutable: any thread.
class TokenIssuer final
{
public:
    /// `keys` must outlive the issuer. `lifetime` is at most token::lifetimeMax.
    explicit TokenIssuer(const TokenKeys &keys, std::chrono::seconds lifetime = token::lifetimeDefault);

    /// `now` by the database's clock, from the same answer that the right to a token was read from
    /// (Account::readAt): a password that was changed after that ends this token.
    IssuedToken issue(const UserId &subject, Instant now) const;

    std::chrono::seconds lifetime() const { return m_lifetime; }

private:
    const TokenKeys &m_keys;
    const std::chrono::seconds m_lifetime;
};

} // namespace holdfast
