// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/credential_check.h"

namespace holdfast {

CredentialCheck::CredentialCheck(const TokenVerifier &verifier, const Revocations &revocations,
                                 const KnownApiKeys &apiKeys, const Admins &admins,
                                 const CredentialWatch &watch)
    : m_verifier(verifier)
    , m_revocations(revocations)
    , m_apiKeys(apiKeys)
    , m_admins(admins)
    , m_watch(watch)
{
}

std::expected<Identity, Refusal> CredentialCheck::identify(QByteArrayView credential, Instant now) const
{
    return ApiKeySecret::isMeant(credential) ? identifyKey(credential) : identifyToken(credential, now);
}

std::expected<Identity, Refusal> CredentialCheck::identifyKey(QByteArrayView credential) const
{
    if (!m_watch.isFresh())
        return std::unexpected(Refusal::of(ErrorCode::DbUnavailable));
    const auto key = m_apiKeys.find(credential);
    if (!key)
        return std::unexpected(Refusal::of(ErrorCode::TokenInvalid));
    return Identity{.actor = {Role::Service, {}}, .token = {}, .apiKey = key};
}

std::expected<Identity, Refusal> CredentialCheck::identifyToken(QByteArrayView credential, Instant now) const
{
    const auto claims = m_verifier.verify(credential, now);
    if (!claims)
        return std::unexpected(refusalFor(claims.error()));
    if (!m_watch.isFresh())
        return std::unexpected(Refusal::of(ErrorCode::DbUnavailable));
    if (m_revocations.isRevoked(*claims))
        return std::unexpected(Refusal::of(ErrorCode::TokenInvalid));
    const auto role = m_admins.contains(claims->subject) ? Role::Admin : Role::Customer;
    return Identity{.actor = {role, claims->subject}, .token = *claims, .apiKey = {}};
}

} // namespace holdfast
