// SPDX-License-Identifier: GPL-3.0-only
// The writing half of a connection: ordered replies, closing, deadlines.
#include "http/edge/connection.h"
#include "http/edge/log.h"

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
    if (m_isTaking || m_phase == Phase::Ended || !m_replies.answeredFront())
        return;
    const auto now = steady_clock::now();
    auto &out = m_context.outgoing;
    out.clear();
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
    send(out.pieces(), now);
    out.clear(); // lets go of what is shared
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

void Connection::send(std::span<const iovec> pieces, SteadyTime now)
{
    if (m_socket.unsentBytes() == 0)
        m_wroteAt = now;
    m_socket.write(pieces);
    if (m_socket.hasEnded())
        end();
}

void Connection::writeOn()
{
    if (m_socket.writeOn())
        m_wroteAt = steady_clock::now();
    if (m_socket.hasEnded())
        return end();
    afterFlush();
}

void Connection::afterFlush()
{
    if (m_phase == Phase::Finishing && m_replies.isEmpty() && m_socket.unsentBytes() == 0)
        return linger(m_wroteAt);
    // Requests that found no room wait in the socket, and nothing else would come back to them.
    if (m_phase == Phase::Reading && !m_socket.input().isEmpty() && hasRoom())
        readSoon();
}

void Connection::linger(SteadyTime now)
{
    m_phase = Phase::Lingering;
    m_wroteAt = now;
    // Closing with unread bytes would reset the connection and could take the reply with it.
    m_socket.shutDown();
}

void Connection::end()
{
    if (m_phase == Phase::Ended)
        return;
    m_phase = Phase::Ended;
    m_socket.close();
    m_place.reset();
    m_context.ended.push_back(m_number);
}

void Connection::checkDeadlines(SteadyTime now)
{
    const Limits &limits = m_context.settings.limits;
    if (m_phase == Phase::Ended)
        return;
    if (m_phase == Phase::Lingering) {
        if (now - m_wroteAt > limits.lingerDeadline)
            end();
        return;
    }
    if (isWriteStalled(now))
        return end();
    if (answerOverdue(now))
        flush();
    if (const auto fault = overdueRead(now))
        return refuse(*fault);
    const bool isIdle = m_replies.isEmpty() && !m_readingSince && m_socket.unsentBytes() == 0;
    if (isIdle && m_phase == Phase::Reading && now - m_idleSince > limits.idleDeadline)
        linger(now);
}

bool Connection::isWriteStalled(SteadyTime now) const
{
    return m_socket.unsentBytes() > 0 && now - m_wroteAt > m_context.settings.limits.writeStallDeadline;
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
    const bool owesNothing = m_replies.isEmpty() && m_socket.unsentBytes() == 0 && m_socket.input().isEmpty();
    if (owesNothing && m_phase == Phase::Reading)
        linger(steady_clock::now());
}

} // namespace holdfast::http
