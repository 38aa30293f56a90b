// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::internal {

/// POST /internal/expire-now: ends every hold whose time is over.
void expireNow(const Call &call, Reply reply);
/// POST /internal/users: makes a customer.
void createUser(const Call &call, Reply reply);

} // namespace holdfast::http::internal
