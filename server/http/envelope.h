// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/exchange.h"
#include "http/edge/fault.h"
#include "http/edge/wire_response.h"
#include "http/response.h"

namespace holdfast::http {

/// Puts a response into the API's envelope, or an error into an RFC 9457 document when the client asked for
/// one. Any thread; in practice the server thread.
WireResponse inEnvelope(const Response &response, const Exchange &exchange);

/// What the edge refuses itself: as a refusal, but with the fault's own status.
WireResponse inEnvelope(const Fault &fault, const Exchange &exchange);

} // namespace holdfast::http
