// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/authenticator.h"

namespace holdfast {

std::expected<Actor, Refusal> Authenticator::identify(const std::optional<QByteArray> &token) const
{
    // There are no accounts that could have issued one.
    if (token)
        return std::unexpected(Refusal::of(ErrorCode::TokenInvalid));
    return Actor{m_openAccess == OpenAccess::On ? Role::Admin : Role::Nobody, {}};
}

} // namespace holdfast
