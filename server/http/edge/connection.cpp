// SPDX-License-Identifier: GPL-3.0-only
// The reading half of a connection: what is taken, and when.
#include "http/edge/connection.h"

#include "http/edge/accept.h"
#include "http/edge/log.h"

#include <QPointer>

#include <algorithm>

namespace holdfast::http {

using std::chrono::steady_clock;

Connection::Connection(QTcpSocket &socket, ServerContext &context,
                       std::unique_ptr<ConnectionCounts::Place> place)
    : QObject(&socket)
    , m_socket(socket)
    , m_context(context)
    , m_place(std::move(place))
    , m_number(++context.lastNumber)
    , m_peer(socket.peerAddress())
    , m_idleSince(steady_clock::now())
    , m_wroteAt(m_idleSince)
{
    m_context.connections.emplace(m_number, this);
    connect(&m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, [this] {
        m_wroteAt = steady_clock::now();
        afterFlush();
    });
    connect(&m_socket, &QTcpSocket::disconnected, &m_socket, &QObject::deleteLater);
}

Connection::~Connection()
{
    m_context.connections.erase(m_number);
    m_context.figures.pending.change(-m_replies.size());
}

void Connection::read()
{
    while (admitsNext()) {
        if (m_head->upgradesToWebSocket) {
            m_phase = Phase::Upgraded;
            // Later, because Qt then ends every connection to the signal that we are called by.
            QMetaObject::invokeMethod(this, &Connection::handToQt, Qt::QueuedConnection);
            return;
        }
        takeRequest();
    }
    if (m_phase == Phase::Finishing || m_phase == Phase::Lingering)
        dropIncoming();
    // Small replies leave with those of other connections, large ones while the processor still knows them.
    constexpr qsizetype smallMax = 4096;
    const auto *ready = m_replies.answeredFront();
    if (ready && ready->response->body.size() <= smallMax)
        m_context.unflushed.push_back(m_number);
    else
        flush();
}

void Connection::takeRequest()
{
    Head head = *std::move(m_head);
    m_head.reset();
    m_scanner.reset();
    m_readingSince.reset();
    auto &buffer = m_context.incoming;
    buffer.resize(head.size() + head.contentLength);
    m_socket.read(buffer.data(), buffer.size());
    QByteArray body(buffer.constData() + head.size(), head.contentLength);

    const auto sequence = m_replies.push(makeExchange(&head));
    m_context.figures.pending.change(1);
    Exchange &exchange = *m_replies.waiting(sequence);
    if (!exchange.keepsAlive)
        m_phase = Phase::Finishing;
    m_isTaking = true;
    m_context.hooks.handle({std::move(head), std::move(body), m_peer}, exchange, {m_number, sequence},
                           m_context.mailbox);
    m_isTaking = false;
}

void Connection::dropIncoming()
{
    auto &buffer = m_context.incoming;
    buffer.resize(m_context.settings.limits.headBytesMax);
    while (m_socket.read(buffer.data(), buffer.size()) > 0) { }
}

void Connection::handToQt()
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    m_context.handToQt(m_socket);
    const QPointer<Connection> self(this);
    emit m_socket.readyRead();
    if (self && !m_isUpgradeConfirmed) {
        // Qt read the bytes differently than we did; nothing that follows on this connection can be trusted.
        qCCritical(httpLog, "Qt did not take a request for a WebSocket");
        abort();
    }
}

bool Connection::confirmUpgrade()
{
    m_isUpgradeConfirmed = m_phase == Phase::Upgraded;
    return m_isUpgradeConfirmed;
}

bool Connection::admitsNext()
{
    if (m_phase != Phase::Reading || m_socket.bytesAvailable() == 0)
        return false;
    if (!hasRoom()) {
        m_readingSince.reset(); // we make the client wait, not it us
        return false;
    }
    if (!m_readingSince)
        m_readingSince = steady_clock::now();
    if (!m_head && !judgeHead())
        return false;
    if (m_socket.bytesAvailable() >= m_head->size() + m_head->contentLength)
        return true;
    sendContinue();
    return false;
}

bool Connection::hasRoom() const
{
    const Limits &limits = m_context.settings.limits;
    return m_replies.size() < limits.outstandingRequestsMax
        && m_socket.bytesToWrite() <= limits.unsentBytesMax;
}

bool Connection::judgeHead()
{
    const auto isWhole = readHead();
    if (!isWhole)
        refuse(isWhole.error());
    return isWhole.value_or(false);
}

std::expected<bool, Fault> Connection::readHead()
{
    const Limits &limits = m_context.settings.limits;
    auto &buffer = m_context.incoming;
    const qint64 wanted = std::min(m_socket.bytesAvailable(), limits.headBytesMax);
    buffer.resize(wanted);
    const qint64 length = m_socket.peek(buffer.data(), wanted);
    const auto bytes = QByteArrayView(buffer.constData(), std::max<qint64>(length, 0));

    const auto end = m_scanner.scan(bytes, limits);
    if (!end)
        return std::unexpected(end.error());
    if (!*end)
        return false;
    auto head = HeadParser::parse(bytes.first(**end), limits);
    if (!head)
        return std::unexpected(head.error());
    if (head->upgradesToWebSocket)
        flush(); // what is ready leaves before Qt has the socket
    if (m_phase != Phase::Reading)
        return false;
    if (const auto fault = judgeContext(*head))
        return std::unexpected(*fault);
    m_head = std::move(*head);
    m_readingSince = steady_clock::now(); // from here on the body has its own deadline
    return true;
}

std::optional<Fault> Connection::judgeContext(const Head &head) const
{
    if (!m_context.hostRule.accepts(head.field(KnownField::Host)))
        return Fault{421, ErrorCode::MalformedRequest, "This server does not answer for that host"};
    return head.upgradesToWebSocket ? judgeUpgrade(head) : std::nullopt;
}

std::optional<Fault> Connection::judgeUpgrade(const Head &head) const
{
    const Settings &settings = m_context.settings;
    const auto origin = head.field(KnownField::Origin);
    if (!isOriginAllowed(origin, head.field(KnownField::Host), settings.allowedOrigins))
        return Fault{403, ErrorCode::Forbidden, "Pages of that origin may not open a WebSocket here"};
    if (std::ranges::find(settings.webSocketPaths, head.path()) == settings.webSocketPaths.end())
        return Fault{501, ErrorCode::NotFound, "There is no WebSocket at this address"};
    // The upgrade ends the ordered replies, so it cannot overtake one.
    if (!m_replies.isEmpty())
        return Fault{400, ErrorCode::MalformedRequest, "A WebSocket cannot start while replies are pending"};
    return std::nullopt;
}

void Connection::refuse(const Fault &fault)
{
    m_phase = Phase::Finishing;
    const auto sequence = m_replies.push(makeExchange(nullptr));
    m_context.figures.pending.change(1);
    answer(sequence,
           [this, fault](const Exchange &exchange) { return m_context.hooks.renderFault(fault, exchange); });
    flush();
}

void Connection::sendContinue()
{
    // Only when nothing else is owed: an interim reply belongs to the request whose turn it is.
    if (!m_head->expectsContinue || !m_replies.isEmpty())
        return;
    m_head->expectsContinue = false;
    send("HTTP/1.1 100 Continue\r\n\r\n", steady_clock::now());
}

Exchange Connection::makeExchange(const Head *head)
{
    Exchange exchange;
    exchange.arrivedAt = steady_clock::now();
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
