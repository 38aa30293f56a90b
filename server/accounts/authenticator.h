// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "domain/refusal.h"

#include <QByteArray>

#include <expected>
#include <optional>

namespace holdfast {

/// Turns the token of a request into whoever sent it. Immutable: any thread.
class Authenticator final
{
public:
    enum class OpenAccess {
        /// Without a token nobody is anybody.
        Off,
        /// Without a token everybody is admin: for demonstrations on a loopback address.
        On,
    };

    explicit Authenticator(OpenAccess openAccess)
        : m_openAccess(openAccess)
    {
    }

    /// No token is Nobody (or admin, see OpenAccess). One that was presented and cannot be verified is
    /// TOKEN_INVALID, open access or not: whoever signs in means it.
    std::expected<Actor, Refusal> identify(const std::optional<QByteArray> &token) const;

private:
    const OpenAccess m_openAccess;
};

} // namespace holdfast
