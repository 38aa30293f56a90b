// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/listener.h"

#include "http/edge/connection.h"
#include "http/edge/listening_socket.h"

#include <sys/socket.h>
#include <unistd.h>

namespace holdfast::http {

Listener::Listener(ServerContext &context)
    : m_context(context)
{
    m_context.handToQt = [this](QTcpSocket &socket) { addPendingConnection(&socket); };
}

std::expected<quint16, QString> Listener::open(const QHostAddress &address, quint16 port, PortSharing sharing)
{
    const auto descriptor = makeListeningSocket(address, port, m_context.settings.limits.listenBacklog,
                                                sharing == PortSharing::WithSiblings);
    if (!descriptor)
        return std::unexpected(descriptor.error());
    if (!setSocketDescriptor(*descriptor)) {
        ::close(*descriptor);
        return std::unexpected(errorString());
    }
    return serverPort();
}

void Listener::paceAccepting()
{
    if (!isListening())
        return;
    if (hasFreeDescriptors())
        resumeAccepting();
    else
        pauseAccepting();
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto socket = std::make_unique<GuardedSocket>(this);
    const Limits &limits = m_context.settings.limits;
    // Room for the largest request that can be let through; the rest waits in the kernel, which slows the
    // sender.
    socket->setReadBufferSize(limits.headBytesMax + limits.bodyBytesMax);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    auto place = m_context.counts->enter(socket->peerAddress());
    if (!place) {
        m_context.figures.connectionsRefused.add();
        return turnAway(static_cast<int>(descriptor));
    }
    m_context.figures.connections.add();
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->connection = new Connection(*socket, m_context, std::move(place));
    socket.release(); // a child of ours, until it is disconnected
    paceAccepting(); // connections come in bursts, far faster than the sweep
}

void Listener::turnAway(int descriptor)
{
    // The socket object closes the descriptor on the way out.
    constexpr QByteArrayView refusal =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
        "Cache-Control: no-store\r\nContent-Length: 0\r\n\r\n";
    ::send(descriptor, refusal.data(), static_cast<size_t>(refusal.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(descriptor, SHUT_WR);
    // Unread bytes would turn the close into a reset that could overtake the refusal.
    std::array<char, 4096> ignored{};
    while (::recv(descriptor, ignored.data(), ignored.size(), MSG_DONTWAIT)
           == static_cast<ssize_t>(ignored.size())) { }
}

} // namespace holdfast::http
