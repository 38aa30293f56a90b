// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::leaderboard {

/// GET /leaderboard: purchases, by default in chronological order. Names are masked for all but services and
/// admins.
void list(const Call &call, Reply reply);

} // namespace holdfast::http::leaderboard
