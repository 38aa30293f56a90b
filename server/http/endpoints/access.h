// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/authenticator.h"
#include "http/request.h"

namespace holdfast::http {

/// The one place that says who sent a request: by its Authorization header or, without one, its cookie
/// `token`.
std::expected<Actor, Refusal> identify(const Authenticator &authenticator, const Request &request);

/// The one place that says whether somebody may call a route: AUTH_REQUIRED for nobody, FORBIDDEN for the
/// wrong one.
std::optional<Refusal> accessRefusal(Access access, const Actor &actor);

} // namespace holdfast::http
