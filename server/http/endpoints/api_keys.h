// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::api_keys {

/// POST /admin/api-keys {name}: 201 {api_key, key}. `key` is shown here and never again. Works at once on
/// this server, on others within seconds. 409 CONFLICT when there are too many.
void create(const Call &call, Reply reply);

/// GET /admin/api-keys: newest first, revoked ones as well; never the keys themselves.
void list(const Call &call, Reply reply);

/// DELETE /admin/api-keys/{id}: 204; also for one that was revoked before.
void revoke(const Call &call, Reply reply);

} // namespace holdfast::http::api_keys
