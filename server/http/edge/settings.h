// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/limits.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>

#include <utility>

namespace holdfast::http {

/// How the edge is set up; fixed before Server::start.
struct Settings
{
    Limits limits;
    /// 0 picks: one up to two cores, half the cores above.
    int threads = 0;
    /// Host names (lower case, no port) accepted besides localhost, 127.0.0.1 and [::1]. On a loopback
    /// address any other Host is refused, which stops DNS rebinding; elsewhere every well-formed Host is
    /// accepted unless this list says more.
    QList<QByteArray> allowedHosts;
    /// Origins (scheme://host[:port], lower case) whose pages may read answers and open a WebSocket, besides
    /// the server's own.
    QList<QByteArray> allowedOrigins;
    /// Proxies, by subnet, whose connections do not count against connectionsPerAddressMax.
    QList<std::pair<QHostAddress, int>> trustedProxies;
    /// The paths that upgrade to a WebSocket; empty for none.
    QList<QByteArray> webSocketPaths;
};

} // namespace holdfast::http
