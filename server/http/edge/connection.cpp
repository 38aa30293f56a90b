// SPDX-License-Identifier: GPL-3.0-only
// The reading half of a connection: what is taken, and when.
#include "http/edge/connection.h"

#include "http/edge/accept.h"

namespace holdfast::http {

using std::chrono::steady_clock;

Connection::Connection(Descriptor descriptor, QHostAddress peer, ServerContext &context,
                       std::unique_ptr<ConnectionCounts::Place> place)
    : m_socket(std::move(descriptor))
    , m_context(context)
    , m_place(std::move(place))
    , m_number(++context.lastNumber)
    , m_peer(std::move(peer))
    , m_idleSince(steady_clock::now())
    , m_wroteAt(m_idleSince)
{
}

Connection::~Connection()
{
    m_context.figures.pending.change(-m_replies.size());
}

void Connection::notice(quint32 events)
{
    if (m_phase == Phase::Ended)
        return;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0)
        return end();
    if ((events & EPOLLOUT) != 0 && m_socket.unsentBytes() > 0)
        writeOn();
    if ((events & (EPOLLIN | EPOLLRDHUP)) == 0)
        return;
    m_socket.noticeInput((events & EPOLLRDHUP) != 0);
    read();
}

void Connection::read()
{
    m_isReadDue = false;
    if (m_phase == Phase::Ended)
        return;
    m_socket.receive(m_context.incoming);
    const auto now = steady_clock::now();
    while (admitsNext(now)) {
        if (m_head->upgradesToWebSocket)
            return handToQt();
        takeRequest(now);
    }
    if (m_phase != Phase::Reading)
        m_socket.take(m_socket.input().size());
    m_socket.keepInput();
    flushSoon();
    if (m_socket.hasEnded()) {
        flush();
        end();
    } else if (m_socket.mayHoldMore() && m_socket.input().size() < m_context.incoming.size()) {
        readSoon(); // the others first
    }
}

void Connection::readSoon()
{
    if (!std::exchange(m_isReadDue, true))
        m_context.unread.push_back(m_number);
}

void Connection::flushSoon()
{
    // Small replies leave with those of other connections, large ones while the processor still knows them.
    constexpr qsizetype smallMax = 4096;
    const auto *ready = m_replies.answeredFront();
    if (ready && ready->response->body.size() <= smallMax)
        m_context.unflushed.push_back(this);
    else
        flush();
}

void Connection::takeRequest(SteadyTime now)
{
    Head head = *std::move(m_head);
    m_head.reset();
    m_scanner.reset();
    m_readingSince.reset();
    QByteArray body = m_socket.input().sliced(head.size(), head.contentLength).toByteArray();
    m_socket.take(head.size() + head.contentLength);

    const auto sequence = m_replies.push(makeExchange(&head, now));
    m_context.figures.pending.change(1);
    Exchange &exchange = *m_replies.waiting(sequence);
    if (!exchange.keepsAlive)
        m_phase = Phase::Finishing;
    m_isTaking = true;
    m_context.hooks.handle({std::move(head), std::move(body), m_peer}, exchange, {m_number, sequence},
                           m_context.mailbox);
    m_isTaking = false;
}

void Connection::handToQt()
{
    m_context.ready.remove(m_socket.descriptor());
    m_context.handToQt(m_socket.release(), m_socket.input(), std::move(m_place));
    end();
}

bool Connection::admitsNext(SteadyTime now)
{
    if (m_phase != Phase::Reading || m_socket.input().isEmpty())
        return false;
    if (!hasRoom()) {
        m_readingSince.reset(); // we make the client wait, not it us
        return false;
    }
    if (!m_readingSince)
        m_readingSince = now;
    if (!m_head && !judgeHead(now))
        return false;
    if (m_socket.input().size() >= m_head->size() + m_head->contentLength)
        return true;
    sendContinue(now);
    return false;
}

bool Connection::hasRoom() const
{
    const Limits &limits = m_context.settings.limits;
    return m_replies.size() < limits.outstandingRequestsMax
        && m_socket.unsentBytes() <= limits.unsentBytesMax;
}

void Connection::refuse(const Fault &fault)
{
    m_phase = Phase::Finishing;
    const auto sequence = m_replies.push(makeExchange(nullptr, steady_clock::now()));
    m_context.figures.pending.change(1);
    answer(sequence,
           [this, fault](const Exchange &exchange) { return m_context.hooks.renderFault(fault, exchange); });
    flush();
}

void Connection::sendContinue(SteadyTime now)
{
    // Only when nothing else is owed: an interim reply belongs to the request whose turn it is.
    if (!m_head->expectsContinue || !m_replies.isEmpty())
        return;
    m_head->expectsContinue = false;
    auto &out = m_context.outgoing;
    out.clear();
    send(out.append("HTTP/1.1 100 Continue\r\n\r\n").pieces(), now);
}

Exchange Connection::makeExchange(const Head *head, SteadyTime now)
{
    Exchange exchange;
    exchange.arrivedAt = now;
    if (!head) {
        exchange.requestId = m_context.requestIds.takeOrMake({});
        exchange.keepsAlive = false;
        return exchange;
    }
    exchange.requestId = m_context.requestIds.takeOrMake(head->field(KnownField::XRequestId));
    exchange.method = head->method;
    exchange.keepsAlive = head->keepsAlive;
    exchange.isVersionZero = head->minorVersion == 0;
    exchange.wantsProblem = namesMediaType(head->field(KnownField::Accept), "application/problem+json");
    return exchange;
}

} // namespace holdfast::http
