// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/listener.h"

#include "http/edge/connection.h"
#include "http/edge/listening_socket.h"
#include "http/edge/log.h"
#include "http/edge/upgrading_socket.h"

#include <QPointer>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace holdfast::http {

namespace {

QHostAddress peerOf(const Descriptor &descriptor)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof(storage);
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    return ::getpeername(descriptor.number(), address, &length) == 0 ? QHostAddress(address) : QHostAddress();
}

} // namespace

Listener::Listener(ServerContext &context)
    : m_context(context)
{
    m_context.handToQt = [this](Descriptor descriptor, QByteArrayView received, auto place) {
        handToQt(std::move(descriptor), received, std::move(place));
    };
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

void Listener::incomingConnection(qintptr number)
{
    Descriptor descriptor(static_cast<int>(number));
    const auto peer = peerOf(descriptor);
    auto place = m_context.counts->enter(peer);
    if (!place) {
        m_context.figures.connectionsRefused.add();
        return turnAway(descriptor);
    }
    const int on = 1;
    ::setsockopt(descriptor.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const int watched = descriptor.number();
    auto connection = std::make_unique<Connection>(std::move(descriptor), peer, m_context, std::move(place));
    if (!m_context.ready.add(watched, connection.get())) {
        qCWarning(httpLog, "The system cannot watch another connection");
        return;
    }
    m_context.figures.connections.add();
    m_context.connections.emplace(connection->number(), std::move(connection));
    paceAccepting(); // connections come in bursts, far faster than the sweep
}

void Listener::handToQt(Descriptor descriptor, QByteArrayView received,
                        std::unique_ptr<ConnectionCounts::Place> place)
{
    const Limits &limits = m_context.settings.limits;
    auto socket = std::make_unique<UpgradingSocket>(std::move(descriptor), received, std::move(place));
    if (!socket->isOpen())
        return;
    socket->setReadBufferSize(limits.headBytesMax + limits.bodyBytesMax);
    socket->setParent(this);
    const QPointer<UpgradingSocket> given(socket.release()); // until it is disconnected
    addPendingConnection(given);
    emit given->readyRead();
    if (given && !given->isConfirmed) {
        // Qt read the bytes differently than we did; nothing that follows on this connection can be trusted.
        qCCritical(httpLog, "Qt did not take a request for a WebSocket");
        given->abort();
    }
}

void Listener::turnAway(const Descriptor &descriptor)
{
    constexpr QByteArrayView refusal =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
        "Cache-Control: no-store\r\nContent-Length: 0\r\n\r\n";
    ::send(descriptor.number(), refusal.data(), static_cast<size_t>(refusal.size()),
           MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(descriptor.number(), SHUT_WR);
    // Unread bytes would turn the close into a reset that could overtake the refusal.
    std::array<char, 4096> ignored{};
    while (::recv(descriptor.number(), ignored.data(), ignored.size(), MSG_DONTWAIT)
           == static_cast<ssize_t>(ignored.size())) { }
}

} // namespace holdfast::http
