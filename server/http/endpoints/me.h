// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::me {

/// GET /me: {id, email, name, role, created_at}; for an API key {id, role}, and under open access {role}.
void read(const Call &call, Reply reply);

/// POST /me/password {current_password, new_password}: 200 as at login, with the cookie, and a new token:
/// every one until now stops working. 401 INVALID_CREDENTIALS when the current password is another; 429
/// RATE_LIMITED as at login.
void changePassword(const Call &call, Reply reply);

} // namespace holdfast::http::me
