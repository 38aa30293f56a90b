// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/cross_origin.h"
#include "http/edge/server.h"
#include "http/request.h"

namespace holdfast::http {

/// Called before a route's handler: a refusal ends the request there. Server threads, several at once.
using Gate = std::function<std::optional<Refusal>(const Request &)>;
using Observer = std::function<void(const FinishedRequest &)>;

/// The HTTP API: a route table behind the edge. Start and stop it on one thread.
class Api final
{
public:
    /// Without a gate every request reaches its handler.
    Api(Settings settings, Router router, Gate gate, Observer observer);

    /// Gives the port; 0 takes a free one. The error is for people.
    std::expected<quint16, QString> start(const QHostAddress &address, quint16 port);
    bool isReady() const { return m_server.isReady(); }
    /// See Server.
    void drain() { m_server.drain(); }
    void stop() { m_server.stop(); }
    int openConnections() const { return m_server.openConnections(); }
    void addTo(metrics::Registry &registry) const { m_server.addTo(registry); }

    const Router &router() const { return m_router; }
    /// The WebSocket path's consumer; before start.
    void onWebSocket(std::function<void(std::unique_ptr<QWebSocket>)> accept);

private:
    Hooks makeHooks(Observer observer);
    void handle(IncomingRequest &&incoming, Exchange &exchange, Ticket ticket,
                const std::shared_ptr<Mailbox> &mailbox) const;
    void answer(const Request &request, Ticket ticket, const std::shared_ptr<Mailbox> &mailbox) const;

    const Router m_router;
    const Gate m_gate;
    const int m_jsonDepthMax;
    const CrossOrigin m_crossOrigin;
    std::function<void(std::unique_ptr<QWebSocket>)> m_acceptWebSocket;
    Server m_server; // last: stops before what its threads call goes
};

} // namespace holdfast::http
