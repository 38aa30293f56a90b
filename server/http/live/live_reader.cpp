// SPDX-License-Identifier: GPL-3.0-only
// What a reader hears, and how it is kept in order. live_reader_requests.cpp has what it asks.
#include "http/live/live_reader.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

constexpr int slowCode = 4429;
constexpr int silentCode = 4408;

} // namespace

LiveReader::LiveReader(std::unique_ptr<QWebSocket> socket, LiveService &service,
                       std::function<void(LiveWish)> ask, std::function<void()> gone)
    : m_socket(std::move(socket))
    , m_service(service)
    , m_ask(std::move(ask))
    , m_gone(std::move(gone))
    , m_messagesSince(Clock::now())
    , m_heardAt(m_messagesSince)
    , m_pingedAt(m_messagesSince)
{
    // Open access: who presents nothing is an admin, as everywhere in the API.
    m_filter.isStaff = m_service.api.settings.openAccess == OpenAccess::On;
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &LiveReader::hear);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this] { hear(QString()); }); // no JSON text
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_heardAt = Clock::now(); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &LiveReader::noticeCaughtUp);
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] { m_gone(); });
    ++m_service.readers;
    this->ask(std::nullopt);
}

LiveReader::~LiveReader()
{
    // Its last words are not for us.
    m_socket->disconnect(this);
    if (m_phase != Phase::Closing)
        --m_service.readers;
}

void LiveReader::offer(const std::vector<SharedLiveMessage> &messages)
{
    for (const auto &message : messages) {
        if (m_phase != Phase::Reading)
            return;
        if (message->sequence <= m_sequence)
            continue;
        // Who wants only some products gets a snapshot of its own.
        if (message->kind == LiveMessage::Kind::Snapshot && !m_filter.products.isEmpty())
            return ask(std::nullopt);
        m_sequence = message->sequence;
        send(*message);
    }
}

void LiveReader::catchUp(quint64 wish, const LiveCatchUp &answer)
{
    if (wish != m_wish || m_phase != Phase::Waiting)
        return;
    m_phase = Phase::Reading;
    // Whole, however much it is: it is what there is to know, each state once.
    for (const auto &message : answer.messages) {
        if (mayKnow(*message))
            m_socket->sendTextMessage(message->textFor(m_filter.isStaff));
    }
    m_sequence = answer.upTo;
    noticeBehind();
}

void LiveReader::sweep(Clock::time_point now)
{
    const auto &limits = m_service.limits;
    if (m_phase == Phase::Closing) {
        if (now - m_closingSince > limits.closeDeadline)
            m_gone();
        return;
    }
    if (m_phase == Phase::Behind)
        return sweepBehind(now);
    if (now - m_heardAt > limits.silenceMax)
        return close(silentCode, u"nothing was heard, not even an answer to a ping"_s);
    if (now - m_pingedAt > limits.pingPeriod) {
        m_pingedAt = now;
        m_socket->ping();
    }
    if (!m_credential.isEmpty() && now - m_checkedAt > limits.credentialPeriod) {
        m_checkedAt = now;
        checkCredential();
    }
}

void LiveReader::sweepBehind(Clock::time_point now)
{
    noticeCaughtUp();
    if (m_phase == Phase::Behind && now - m_behindSince > m_service.limits.behindTimeMax)
        close(slowCode, u"read too slowly"_s);
}

void LiveReader::close(int code, const QString &reason)
{
    if (m_phase == Phase::Closing)
        return;
    m_phase = Phase::Closing;
    m_closingSince = Clock::now();
    --m_service.readers;
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
}

bool LiveReader::mayKnow(const LiveMessage &message) const
{
    if (!m_filter.passes(message.audience))
        return false;
    // While nobody knows what has been revoked, nobody is believed.
    return !message.audience.owner || m_credential.isEmpty() || m_service.api.credentials.watch.isFresh();
}

void LiveReader::ask(std::optional<qint64> since)
{
    m_phase = Phase::Waiting;
    m_ask({.reader = 0, .number = ++m_wish, .filter = m_filter, .since = since});
}

void LiveReader::send(const LiveMessage &message)
{
    if (!mayKnow(message))
        return;
    m_socket->sendTextMessage(message.textFor(m_filter.isStaff));
    noticeBehind();
}

void LiveReader::noticeBehind()
{
    if (m_phase != Phase::Reading || m_socket->bytesToWrite() <= m_service.limits.behindBytesMax)
        return;
    m_phase = Phase::Behind;
    m_behindSince = Clock::now();
}

void LiveReader::noticeCaughtUp()
{
    if (m_phase == Phase::Behind && m_socket->bytesToWrite() <= m_service.limits.behindBytesMax)
        ask(m_sequence);
}

} // namespace holdfast::http
