// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/edge_figures.h"
#include "http/edge/hooks.h"
#include "http/edge/settings.h"

#include <atomic>
#include <expected>
#include <memory>
#include <vector>

namespace holdfast::http {

class ConnectionCounts;
class HostRule;
class ServerThread;

/// The HTTP edge: server threads that share a port. Made, started and stopped by one thread.
class Server final
{
public:
    Server(Settings settings, Hooks hooks);
    /// Stops gracefully.
    ~Server();
    Q_DISABLE_COPY_MOVE(Server)

    /// Gives the port; 0 takes a free one. The error is for people. Once.
    std::expected<quint16, QString> start(const QHostAddress &address, quint16 port);

    /// False before start and from the first call of drain on; for readiness probes, any thread.
    bool isReady() const { return m_isReady.load(std::memory_order_relaxed); }
    /// Begins a graceful stop and returns at once: not ready, nothing new accepted, what is in flight
    /// finishes.
    void drain();
    /// drain, then waits for its end, at most Limits::drainDeadline and what the last event takes. Replies
    /// still held elsewhere may be completed during and after it.
    void stop();

    int openConnections() const;
    /// What the server threads do. It must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    int threadCount() const;
    int connectionsMax() const;

    const Settings m_settings;
    const Hooks m_hooks;
    std::unique_ptr<HostRule> m_hostRule;
    std::shared_ptr<ConnectionCounts> m_counts;
    EdgeFigures m_figures;
    std::vector<std::unique_ptr<ServerThread>> m_threads;
    std::atomic<bool> m_isReady = false;
};

} // namespace holdfast::http
