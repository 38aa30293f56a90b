// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/revocations.h"

#include <QLoggingCategory>

#include <algorithm>
#include <mutex>

namespace holdfast {

namespace {

Q_LOGGING_CATEGORY(lcAccounts, "holdfast.accounts")

} // namespace

bool Revocations::isRevoked(const TokenClaims &claims) const
{
    const std::shared_lock lock(m_mutex);
    const auto cut = m_cuts.constFind(claims.subject);
    return claims.issuedAt < m_allBefore || (cut != m_cuts.cend() && claims.issuedAt < *cut)
        || m_tokens.contains(claims.id);
}

void Revocations::learn(const std::vector<RevokedToken> &tokens, const std::vector<TokensCut> &cuts,
                        Instant now)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &token : tokens)
        m_tokens.insert(token.id, token.expiresAt);
    for (const auto &cut : cuts) {
        auto &validFrom = m_cuts[cut.user];
        validFrom = std::max(validFrom, cut.validFrom);
    }
    if (m_tokens.size() + m_cuts.size() <= m_entriesMax)
        return;
    qCWarning(lcAccounts, "More than %lld tokens are revoked: everybody signs in again",
              static_cast<long long>(m_entriesMax));
    // What has just been revoked may have been issued by a server whose clock is ahead.
    m_allBefore = std::max(m_allBefore, now + token::leeway);
    m_tokens.clear();
    m_cuts.removeIf([this](const auto &cut) { return cut.value() <= m_allBefore; });
}

void Revocations::purge(Instant now)
{
    const Instant expired = now - token::leeway;
    const Instant tooOld = expired - token::lifetimeMax;
    const std::lock_guard lock(m_mutex);
    m_tokens.removeIf([expired](const auto &token) { return token.value() < expired; });
    m_cuts.removeIf([tooOld](const auto &cut) { return cut.value() < tooOld; });
}

qsizetype Revocations::count() const
{
    const std::shared_lock lock(m_mutex);
    return m_tokens.size() + m_cuts.size();
}

} // namespace holdfast
