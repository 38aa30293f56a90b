// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "accounts/api_keys/known_api_keys.h"
#include "accounts/credential_watch.h"
#include "accounts/tokens/revocations.h"
#include "accounts/tokens/token_verifier.h"

#include <expected>
#include <optional>

namespace holdfast {

/// Whoever a credential proves, and by what.
struct Identity
{
    Actor actor;
    /// Of a token: what logging out ends.
    std::optional<TokenClaims> token;
    /// Of an API key.
    std::optional<ApiKeyId> apiKey;
};

/// Turns a bearer credential, a token or an API key, into whoever it proves. Never waits for anything. Any
/// thread.
class CredentialCheck final
{
public:
    /// All must outlive the check.
    CredentialCheck(const TokenVerifier &verifier, const Revocations &revocations,
                    const KnownApiKeys &apiKeys, const Admins &admins, const CredentialWatch &watch);

    /// TOKEN_INVALID or TOKEN_EXPIRED for what is not believed; DB_UNAVAILABLE while what is known is too old
    /// to tell whether it was revoked.
    std::expected<Identity, Refusal> identify(QByteArrayView credential, Instant now) const;

private:
    std::expected<Identity, Refusal> identifyKey(QByteArrayView credential) const;
    std::expected<Identity, Refusal> identifyToken(QByteArrayView credential, Instant now) const;

    const TokenVerifier &m_verifier;
    const Revocations &m_revocations;
    const KnownApiKeys &m_apiKeys;
    const Admins &m_admins;
    const CredentialWatch &m_watch;
};

} // namespace holdfast
