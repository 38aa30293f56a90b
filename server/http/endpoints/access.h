// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/api_context.h"
#include "http/request.h"
#include "http/response.h"

namespace holdfast::http {

/// The one place that says who sent a request: by its Authorization header (a token or an API key) or,
/// without one, its cookie `token`. Who presents nothing is nobody, or under open access an admin without an
/// account. What was presented and cannot be believed is TOKEN_INVALID or TOKEN_EXPIRED, open access or not:
/// whoever signs in means it. A write by cookie from another site is FORBIDDEN.
std::expected<Identity, Refusal> identify(const ApiContext &api, const Request &request);

/// The one place that says whether somebody may call a route: AUTH_REQUIRED for nobody, FORBIDDEN for the
/// wrong one.
std::optional<Refusal> accessRefusal(Access access, const Actor &actor);

/// What the client is told; a browser is also told to forget a cookie that is no longer good for anything.
Response refusedAccess(const Request &request, Refusal refusal);

} // namespace holdfast::http
