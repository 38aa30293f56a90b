// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "domain/idempotency_key.h"
#include "http/request.h"

#include <expected>
#include <optional>

namespace holdfast::http {

constexpr qsizetype idempotencyKeyLengthMax = 128;

/// What the Idempotency-Key of a write stands for: its scope is who asks (and X-User-Id, the customer asked
/// for), method and route; the request is path, query and body. Nothing without the header, and for requests
/// that write nothing. VALIDATION_ERROR unless it is 1 to 128 printable ASCII characters, in quotes or not.
std::expected<std::optional<IdempotencyKey>, Refusal> idempotencyKeyOf(const Request &request,
                                                                       const Actor &actor);

} // namespace holdfast::http
