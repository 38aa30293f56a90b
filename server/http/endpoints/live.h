// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::live {

/// GET /live, from a client that asks for no WebSocket: 400 MALFORMED_REQUEST, which tells what to do. Who
/// asks rightly gets one from the edge, and then the hub's messages (http/live/live_hub.h).
void read(const Call &call, Reply reply);

} // namespace holdfast::http::live
