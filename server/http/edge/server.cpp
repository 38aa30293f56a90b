// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/server.h"

#include "http/edge/listening_socket.h"
#include "http/edge/server_thread.h"
#include "metrics/registry.h"

#include <algorithm>

#include <unistd.h>

namespace holdfast::http {

Server::Server(Settings settings, Hooks hooks)
    : m_settings(std::move(settings))
    , m_hooks(std::move(hooks))
{
}

Server::~Server()
{
    stop();
}

int Server::threadCount() const
{
    if (m_settings.threads > 0)
        return m_settings.threads;
    const int cores = QThread::idealThreadCount();
    return cores <= 2 ? 1 : cores / 2;
}

int Server::connectionsMax() const
{
    const int descriptors = raiseDescriptorLimit() - m_settings.limits.descriptorsReserved;
    return std::clamp(descriptors, 1, m_settings.limits.connectionsMax);
}

std::expected<quint16, QString> Server::start(const QHostAddress &address, quint16 port)
{
    const auto sharing = threadCount() > 1 ? PortSharing::WithSiblings : PortSharing::Alone;
    if (sharing == PortSharing::WithSiblings) {
        // Sharing would silently join another program's port; one that shares with nobody tells.
        const auto probe = makeListeningSocket(address, port, 1, false);
        if (!probe)
            return std::unexpected(probe.error());
        ::close(*probe);
    }
    m_hostRule = std::make_unique<HostRule>(address, m_settings.allowedHosts);
    m_counts = std::make_shared<ConnectionCounts>(
        connectionsMax(), m_settings.limits.connectionsPerAddressMax, m_settings.trustedProxies);
    for (int index = 0; index < threadCount(); ++index) {
        auto thread = std::make_unique<ServerThread>(m_settings, m_hooks, *m_hostRule, m_figures, m_counts);
        const auto opened = thread->open(address, port, sharing);
        if (!opened) {
            m_threads.clear();
            return opened;
        }
        port = *opened;
        m_threads.push_back(std::move(thread));
    }
    m_isReady = true;
    return port;
}

void Server::drain()
{
    m_isReady = false;
    for (const auto &thread : m_threads)
        thread->drain();
}

void Server::stop()
{
    drain();
    for (const auto &thread : m_threads)
        thread->wait();
    m_threads.clear();
}

void Server::addTo(metrics::Registry &registry) const
{
    registry.addGauge("holdfast_http_open_connections", "Connections that are open, WebSockets among them.",
                      [this] { return static_cast<double>(openConnections()); });
    m_figures.addTo(registry);
}

int Server::openConnections() const
{
    return m_counts ? m_counts->open() : 0;
}

} // namespace holdfast::http
