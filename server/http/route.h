// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head.h"

#include <functional>

namespace holdfast::http {

class Reply;
class Request;

/// Who may call a route. An admin may do all that a service may.
enum class Access {
    /// No credentials needed.
    Anyone,
    /// Whoever wants to sign in, or to read how: what is presented besides is not even looked at, so that a
    /// cookie that has expired keeps nobody out.
    Newcomer,
    /// Anybody signed in, as whoever they are.
    User,
    /// A customer for itself; a service or an admin for any customer it names.
    Shopper,
    /// As Shopper, and the thing named must be the acting customer's: somebody else's is 404.
    Owner,
    /// Services and admins.
    Service,
    Admin,
};

/// Where a route's path starts.
enum class Base {
    /// At /api/v1, /api and the root alike.
    Api,
    /// At the root only: probes, metrics, documents.
    Root,
};

/// Answers one request: the reply is completed now or later, from any thread, exactly once. Called on server
/// threads, several at once; must not block.
using Handler = std::function<void(const Request &, Reply)>;

/// One row of the route table. Pattern: "/products/{id}/status"; segments match exactly, a literal goes
/// before a parameter. Pattern and name are literals.
struct Route
{
    Method method = Method::Get;
    const char *pattern = "";
    Access access = Access::Admin;
    /// Stable, for logs and metrics: "products.status".
    const char *name = "";
    Handler handler;
    Base base = Base::Api;
};

} // namespace holdfast::http
