// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/listener.h"

#include <QThread>

#include <future>

namespace holdfast::http {

class Worker;

/// Runs one Worker from birth to death on its own thread.
class ServerThread final : public QThread
{
    Q_OBJECT

public:
    /// The references outlive the thread.
    ServerThread(const Settings &settings, const Hooks &hooks, const HostRule &hostRule, EdgeFigures &figures,
                 std::shared_ptr<ConnectionCounts> counts);
    ~ServerThread() override;
    Q_DISABLE_COPY_MOVE(ServerThread)

    /// Returns when it listens or cannot. Once.
    std::expected<quint16, QString> open(const QHostAddress &address, quint16 port, PortSharing sharing);
    /// Begins a graceful stop; wait() then waits for its end. Further calls do nothing.
    void drain();

protected:
    void run() override;

private:
    const Settings &m_settings;
    const Hooks &m_hooks;
    const HostRule &m_hostRule;
    EdgeFigures &m_figures;
    std::shared_ptr<ConnectionCounts> m_counts;
    QHostAddress m_address;
    quint16 m_port = 0;
    PortSharing m_sharing = PortSharing::Alone;
    std::promise<std::expected<quint16, QString>> m_opened;
    /// Lives until drain() lets it end; null before and after.
    Worker *m_worker = nullptr;
};

} // namespace holdfast::http
