// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::health {

/// Whether the database has answered lately. Any thread.
bool isDatabaseThere(const ApiContext &api);

/// GET /health: for people and dashboards.
void report(const Call &call, Reply reply);
/// GET /livez: the server threads answer.
void live(const Call &call, Reply reply);
/// GET /readyz: send traffic here. Refused while the server drains, the database is away or the board is not
/// filled.
void ready(const Call &call, Reply reply);

} // namespace holdfast::http::health
