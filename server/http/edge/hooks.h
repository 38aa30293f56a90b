// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/fault.h"
#include "http/edge/mailbox.h"

#include <functional>
#include <memory>

class QWebSocket;

namespace holdfast::http {

/// One finished request, for the log, the tiles and the metrics.
struct FinishedRequest
{
    QByteArray requestId;
    Method method = Method::Get;
    /// Empty when no route was found or the request could not be read.
    const char *route = "";
    /// Its place among the router's routes; none: -1.
    int routeIndex = -1;
    int status = 0;
    std::optional<ErrorCode> error;
    std::chrono::microseconds duration{};
    QHostAddress peer;
};

/// What the edge calls. Every function runs on the server thread of its request, possibly on several at once,
/// must not block and must not start a nested event loop.
struct Hooks
{
    /// Takes a request; the reply goes to the mailbox under the ticket, now or later. May set exchange.route
    /// and exchange.headerLines.
    std::function<void(IncomingRequest &&, Exchange &, Ticket, const std::shared_ptr<Mailbox> &)> handle;
    /// The body of what the edge refuses itself.
    std::function<WireResponse(const Fault &, const Exchange &)> renderFault;
    /// Optional: after a response was written.
    std::function<void(const FinishedRequest &)> observe;
    /// Takes a WebSocket opened at one of Settings::webSocketPaths; needed only when that is set.
    std::function<void(std::unique_ptr<QWebSocket>)> acceptWebSocket;
};

} // namespace holdfast::http
