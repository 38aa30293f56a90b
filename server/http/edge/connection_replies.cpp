// SPDX-License-Identifier: GPL-3.0-only
// The writing half of a connection: ordered replies, closing, deadlines.
#include "http/edge/connection.h"
#include "http/edge/log.h"

#include <sys/socket.h>

namespace holdfast::http {

using std::chrono::steady_clock;

void Connection::answer(quint32 sequence, Render render)
{
    if (const Exchange *exchange = m_replies.waiting(sequence))
        m_replies.answer(sequence, render(*exchange));
}

void Connection::flush()
{
    // While a handler runs, its exchange must stay where it is; what it answered leaves when it is done.
    if (m_isTaking || !m_replies.answeredFront())
        return;
    const auto now = steady_clock::now();
    auto &out = m_context.outgoing;
    out.resize(0);
    while (const auto *entry = m_replies.answeredFront()) {
        if (entry->response->closes || !entry->exchange.keepsAlive || m_context.isDraining)
            m_phase = Phase::Finishing;
        const bool closes = m_phase == Phase::Finishing && m_replies.size() == 1;
        m_context.writer.append(out, entry->exchange, *entry->response, closes);
        report(*entry, now);
        m_replies.dropFront();
        m_context.figures.pending.change(-1);
    }
    m_idleSince = now;
    send(out, now);
    afterFlush();
}

void Connection::report(const ReplyQueue::Entry &entry, SteadyTime now) const
{
    if (!m_context.hooks.observe)
        return;
    const auto duration = now - entry.exchange.arrivedAt;
    m_context.hooks.observe({entry.exchange.requestId, entry.exchange.method, entry.exchange.route,
                             entry.exchange.routeIndex, entry.response->status, entry.response->error,
                             std::chrono::duration_cast<std::chrono::microseconds>(duration), m_peer});
}

void Connection::send(const QByteArray &bytes, SteadyTime now)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    qint64 sent = 0;
    // Straight to the kernel: QTcpSocket would copy, and write only after another turn of the event loop.
    if (m_socket.bytesToWrite() == 0) {
        const auto descriptor = static_cast<int>(m_socket.socketDescriptor());
        sent = std::max<qint64>(::send(descriptor, bytes.constData(), static_cast<size_t>(bytes.size()),
                                       MSG_NOSIGNAL | MSG_DONTWAIT),
                                0);
        m_wroteAt = now;
    }
    // Whatever the reason for a short write was, the socket meets it again and deals with it.
    if (sent < bytes.size())
        m_socket.write(bytes.constData() + sent, bytes.size() - sent);
}

void Connection::afterFlush()
{
    if (m_phase == Phase::Finishing && m_replies.isEmpty() && m_socket.bytesToWrite() == 0)
        return linger();
    // Requests that found no room wait in the socket's buffer, and nothing else would come back to them.
    if (m_phase == Phase::Reading && m_socket.bytesAvailable() > 0 && hasRoom())
        QMetaObject::invokeMethod(&m_socket, &QTcpSocket::readyRead, Qt::QueuedConnection);
}

void Connection::linger()
{
    m_phase = Phase::Lingering;
    m_wroteAt = steady_clock::now();
    // Closing with unread bytes would reset the connection and could take the reply with it.
    ::shutdown(static_cast<int>(m_socket.socketDescriptor()), SHUT_WR);
}

void Connection::abort()
{
    m_socket.abort();
}

void Connection::checkDeadlines(SteadyTime now)
{
    const Limits &limits = m_context.settings.limits;
    if (m_phase == Phase::Upgraded || m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    if (m_phase == Phase::Lingering) {
        if (now - m_wroteAt > limits.lingerDeadline)
            abort();
        return;
    }
    if (isWriteStalled(now))
        return abort();
    if (answerOverdue(now))
        flush();
    if (const auto fault = overdueRead(now))
        return refuse(*fault);
    const bool isIdle = m_replies.isEmpty() && !m_readingSince && m_socket.bytesToWrite() == 0;
    if (isIdle && m_phase == Phase::Reading && now - m_idleSince > limits.idleDeadline)
        linger();
}

bool Connection::isWriteStalled(SteadyTime now) const
{
    return m_socket.bytesToWrite() > 0 && now - m_wroteAt > m_context.settings.limits.writeStallDeadline;
}

bool Connection::answerOverdue(SteadyTime now)
{
    bool isAnyOverdue = false;
    const auto earliest = now - m_context.settings.limits.replyDeadline;
    while (const auto sequence = m_replies.waitingSince(earliest)) {
        isAnyOverdue = true;
        qCWarning(httpLog, "No reply in time for request %s",
                  m_replies.waiting(*sequence)->requestId.constData());
        answer(*sequence, [this](const Exchange &exchange) {
            const Fault fault{503, ErrorCode::Overloaded,
                              "No answer was ready in time; whether it took effect is open"};
            return m_context.hooks.renderFault(fault, exchange);
        });
    }
    return isAnyOverdue;
}

std::optional<Fault> Connection::overdueRead(SteadyTime now) const
{
    const Limits &limits = m_context.settings.limits;
    if (m_phase != Phase::Reading || !m_readingSince)
        return std::nullopt;
    if (m_head && now - *m_readingSince > limits.bodyDeadline)
        return Fault{408, ErrorCode::MalformedRequest, "The request body did not arrive in time"};
    if (!m_head && now - *m_readingSince > limits.headDeadline)
        return Fault{408, ErrorCode::MalformedRequest, "The request head did not arrive in time"};
    return std::nullopt;
}

void Connection::drain()
{
    const bool owesNothing =
        m_replies.isEmpty() && m_socket.bytesToWrite() == 0 && m_socket.bytesAvailable() == 0;
    if (owesNothing && m_phase == Phase::Reading)
        linger();
}

} // namespace holdfast::http
