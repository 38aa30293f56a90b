// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/connection_counts.h"
#include "http/edge/edge_figures.h"
#include "http/edge/hooks.h"
#include "http/edge/host.h"
#include "http/edge/outgoing.h"
#include "http/edge/ready_sockets.h"
#include "http/edge/request_ids.h"
#include "http/edge/response_writer.h"
#include "http/edge/settings.h"

#include <unordered_map>
#include <vector>

namespace holdfast::http {

class Connection;

/// What the connections of one server thread share. Belongs to that thread and outlives its connections.
struct ServerContext final
{
    ServerContext(const Settings &fixed, const Hooks &called, const HostRule &hosts, EdgeFigures &counted,
                  std::shared_ptr<ConnectionCounts> places);
    ~ServerContext();
    Q_DISABLE_COPY_MOVE(ServerContext)

    const Settings &settings;
    const Hooks &hooks;
    const HostRule &hostRule;
    EdgeFigures &figures;
    std::shared_ptr<ConnectionCounts> counts;
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();

    /// Gives a socket, the bytes it received and its place to Qt's HTTP server, to become a WebSocket.
    std::function<void(Descriptor, QByteArrayView, std::unique_ptr<ConnectionCounts::Place>)> handToQt;
    ResponseWriter writer;
    RequestIds requestIds;
    ReadySockets ready;
    /// By number.
    std::unordered_map<quint64, std::unique_ptr<Connection>> connections;
    quint64 lastNumber = 0;
    /// Connections with replies that leave at the end of this turn of the event loop.
    std::vector<Connection *> unflushed;
    /// Connections, by number, to be read in the next turn though nothing new arrives.
    std::vector<quint64> unread;
    /// Connections, by number, that go at the end of this turn.
    std::vector<quint64> ended;
    bool isDraining = false;
    /// Lent to whoever writes or reads at the moment, so that neither allocates. A read finds room for the
    /// largest request that can be let through; the rest waits in the kernel, which slows the sender.
    Outgoing outgoing;
    QByteArray incoming{settings.limits.headBytesMax + settings.limits.bodyBytesMax, Qt::Uninitialized};
};

} // namespace holdfast::http
