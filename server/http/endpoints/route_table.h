// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/api_context.h"
#include "http/endpoints/endpoint.h"

#include <span>
#include <vector>

namespace holdfast::http {

/// One line of the table: which request, who may send it, what it is called in logs, who answers it.
struct TableRow
{
    Method method;
    const char *pattern;
    Access access;
    const char *name;
    Endpoint endpoint;
    Base base = Base::Api;
};

/// The whole API on one page.
std::span<const TableRow> routeTable();

/// Of the table's rows, for RequestFigures.
std::vector<const char *> routeNames();

/// The table as routes for Api. Each finds out who asks and checks the access before its endpoint is called.
/// The context must outlive them.
std::vector<Route> routesOf(const ApiContext &api);

} // namespace holdfast::http
