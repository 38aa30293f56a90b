// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::auth {

/// POST /auth/register {email, password, name?}: 201 {token, token_type, expires_in, user}. A customer,
/// whatever it asks for; 409 EMAIL_TAKEN; 429 RATE_LIMITED by address.
void enrol(const Call &call, Reply reply);

/// POST /auth/login {email, password}: 200 {token, token_type, expires_in, user} and the cookie. 401
/// INVALID_CREDENTIALS, in the same words and time for an unknown address; 429 RATE_LIMITED with Retry-After
/// by account and by address.
void logIn(const Call &call, Reply reply);

/// POST /auth/logout: 204; the token stops working, here at once and on other servers within seconds. 403
/// for whoever is not signed in by a token.
void logOut(const Call &call, Reply reply);

} // namespace holdfast::http::auth
