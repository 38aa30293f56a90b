// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/tokens/token_claims.h"

#include <QHash>
#include <QSet>

#include <shared_mutex>
#include <vector>

namespace holdfast {

/// A token that was ended before its time.
struct RevokedToken
{
    QUuid id;
    Instant expiresAt;
};

/// All tokens of a user that were issued before a moment are over: the password was changed.
struct TokensCut
{
    UserId user;
    Instant validFrom;
};

/// Which tokens are over before their time, as far as this server knows: what it ended itself at once, what
/// others ended when CredentialWatch brings it. A revocation is never taken back, so learning is adding. Any
/// thread.
class Revocations final
{
public:
    static constexpr qsizetype entriesMax = 500'000;

    explicit Revocations(qsizetype entriesLimit = entriesMax)
        : m_entriesMax(entriesLimit)
    {
    }
    Q_DISABLE_COPY_MOVE(Revocations)

    bool isRevoked(const TokenClaims &claims) const;

    /// Should there ever be more than entriesMax, everybody has to sign in again instead: every token issued
    /// before `now` (and a leeway) is over, and the list begins anew. Memory stays bounded and no revocation
    /// is forgotten.
    void learn(const std::vector<RevokedToken> &tokens, const std::vector<TokensCut> &cuts, Instant now);
    void learn(const RevokedToken &token, Instant now) { learn({token}, {}, now); }
    void learn(const TokensCut &cut, Instant now) { learn({}, {cut}, now); }

    /// Forgets what concerns only tokens that have expired.
    void purge(Instant now);

    qsizetype count() const;

private:
    const qsizetype m_entriesMax;
    mutable std::shared_mutex m_mutex;
    // All below guarded by m_mutex.
    QHash<QUuid, Instant> m_tokens;
    QHash<UserId, Instant> m_cuts;
    /// Tokens issued before this are over, whose ever they are.
    Instant m_allBefore{};
};

} // namespace holdfast
