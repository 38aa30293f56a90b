// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/server_context.h"

#include <QTcpServer>

#include <expected>

namespace holdfast::http {

enum class PortSharing { Alone, WithSiblings };

/// Accepts connections for one server thread and gives each its Connection. Server thread only.
class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    explicit Listener(ServerContext &context);

    /// Binds and listens; port 0 takes a free one. WithSiblings lets the listeners of other server threads
    /// bind the same port. The error is for people.
    std::expected<quint16, QString> open(const QHostAddress &address, quint16 port, PortSharing sharing);

    /// Accepts when descriptors are free and pauses when not; called from the sweep. QTcpServer, left alone,
    /// either stops for good when they run out or asks the kernel in a loop.
    void paceAccepting();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    static void turnAway(const Descriptor &descriptor);
    void handToQt(Descriptor descriptor, QByteArrayView received,
                  std::unique_ptr<ConnectionCounts::Place> place);

    ServerContext &m_context;
};

} // namespace holdfast::http
