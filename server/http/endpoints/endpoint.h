// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/credential_check.h"
#include "domain/idempotency_key.h"
#include "http/endpoints/api_context.h"
#include "http/reply.h"
#include "http/request.h"

namespace holdfast::http {

/// One request on its way through an endpoint: who asks what, of which API. Gone when the endpoint returns;
/// only the context stays.
struct Call
{
    const ApiContext &api;
    const Request &request;
    const Identity &identity;
    const Actor &actor = identity.actor;
    /// Of a write that came with one.
    std::optional<IdempotencyKey> idempotency = {};
};

/// Answers a request whose route's access has been checked. The rules of a Handler hold.
using Endpoint = void (*)(const Call &call, Reply reply);

} // namespace holdfast::http
