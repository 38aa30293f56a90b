// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/server_context.h"

#include "http/edge/connection.h"

namespace holdfast::http {

ServerContext::ServerContext(const Settings &fixed, const Hooks &called, const HostRule &hosts,
                             EdgeFigures &counted, std::shared_ptr<ConnectionCounts> places)
    : settings(fixed)
    , hooks(called)
    , hostRule(hosts)
    , figures(counted)
    , counts(std::move(places))
{
}

ServerContext::~ServerContext() = default;

} // namespace holdfast::http
