// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/connection_counts.h"
#include "http/edge/edge_figures.h"
#include "http/edge/hooks.h"
#include "http/edge/host.h"
#include "http/edge/request_ids.h"
#include "http/edge/response_writer.h"
#include "http/edge/settings.h"

#include <unordered_map>
#include <vector>

class QTcpSocket;

namespace holdfast::http {

class Connection;

/// What the connections of one server thread share. Belongs to that thread and outlives its connections.
struct ServerContext
{
    const Settings &settings;
    const Hooks &hooks;
    const HostRule &hostRule;
    EdgeFigures &figures;
    std::shared_ptr<ConnectionCounts> counts;
    std::shared_ptr<Mailbox> mailbox;

    /// Gives a socket to Qt's HTTP server, which listens to its readyRead from then on.
    std::function<void(QTcpSocket &)> handToQt{};
    ResponseWriter writer{};
    RequestIds requestIds{};
    /// By number; a connection enters and leaves by itself.
    std::unordered_map<quint64, Connection *> connections{};
    quint64 lastNumber = 0;
    /// Connections, by number, with replies that leave at the end of this turn of the event loop.
    std::vector<quint64> unflushed{};
    bool isDraining = false;
    /// Lent to whoever writes or reads at the moment, so that neither allocates.
    QByteArray outgoing{};
    QByteArray incoming{};
};

} // namespace holdfast::http
