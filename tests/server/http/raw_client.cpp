// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/raw_client.h"

#include <QList>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using std::chrono::steady_clock;

QByteArray RawReply::header(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

RawClient::RawClient(quint16 port, std::chrono::milliseconds wait)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Each write its own segment: fragments must arrive as fragments.
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const int result = ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address));
    if (result != 0 && errno != EINPROGRESS)
        ::close(std::exchange(m_descriptor, -1));
    else if (result != 0)
        waitFor(POLLOUT, steady_clock::now() + wait);
}

RawClient::~RawClient()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

RawClient::RawClient(RawClient &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_buffer(std::move(other.m_buffer))
{
}

RawClient &RawClient::operator=(RawClient &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_buffer, other.m_buffer);
    return *this;
}

bool RawClient::waitFor(short events, Time until) const
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now());
    pollfd entry{m_descriptor, events, 0};
    return ::poll(&entry, 1, static_cast<int>(std::max<qint64>(left.count(), 0))) > 0;
}

bool RawClient::send(const QByteArray &bytes, std::chrono::milliseconds wait)
{
    const auto until = steady_clock::now() + wait;
    qsizetype sent = 0;
    while (sent < bytes.size() && waitFor(POLLOUT, until)) {
        const auto count = ::send(m_descriptor, bytes.constData() + sent,
                                  static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EAGAIN)
            return false;
        sent += std::max<ssize_t>(count, 0);
    }
    return sent == bytes.size();
}

RawClient::Outcome RawClient::readSome(Time until)
{
    if (!waitFor(POLLIN, until))
        return Outcome::TimedOut;
    std::array<char, 65536> bytes{};
    const auto count = ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
    if (count <= 0)
        return Outcome::Closed;
    m_buffer.append(bytes.data(), count);
    return Outcome::Data;
}

std::optional<RawReply> RawClient::receive(std::chrono::milliseconds wait, Body body)
{
    const auto until = steady_clock::now() + wait;
    qsizetype headEnd = m_buffer.indexOf("\r\n\r\n");
    while (headEnd < 0) {
        if (readSome(until) != Outcome::Data)
            return std::nullopt;
        headEnd = m_buffer.indexOf("\r\n\r\n");
    }
    RawReply reply;
    reply.head = m_buffer.first(headEnd + 4);
    reply.status = reply.head.mid(9, 3).toInt();
    const bool isBodyless = body == Body::None || reply.status < 200 || reply.status == 204;
    const qsizetype length = isBodyless ? 0 : reply.header("Content-Length").toLongLong();
    while (m_buffer.size() < headEnd + 4 + length) {
        if (readSome(until) != Outcome::Data)
            return std::nullopt;
    }
    reply.body = m_buffer.mid(headEnd + 4, length);
    m_buffer.remove(0, headEnd + 4 + length);
    return reply;
}

QByteArray RawClient::receiveAll(std::chrono::milliseconds wait)
{
    const auto until = steady_clock::now() + wait;
    while (readSome(until) == Outcome::Data) { }
    return std::exchange(m_buffer, {});
}

bool RawClient::isClosedWithin(std::chrono::milliseconds wait)
{
    const auto until = steady_clock::now() + wait;
    auto outcome = Outcome::Data;
    while (outcome == Outcome::Data) {
        outcome = readSome(until);
        m_buffer.clear();
    }
    return outcome == Outcome::Closed;
}

QByteArray RawClient::receiveBytes(qsizetype count, std::chrono::milliseconds wait)
{
    const auto until = steady_clock::now() + wait;
    while (m_buffer.size() < count && readSome(until) == Outcome::Data) { }
    const auto bytes = m_buffer.first(std::min(count, m_buffer.size()));
    m_buffer.remove(0, bytes.size());
    return bytes;
}

void RawClient::finishSending()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::hangUp()
{
    const linger reset{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    ::close(std::exchange(m_descriptor, -1));
}

QByteArray getRequest(const QByteArray &target, const QByteArray &extraLines)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + extraLines + "\r\n";
}

QByteArray postRequest(const QByteArray &target, const QByteArray &body, const QByteArray &extraLines)
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n" + extraLines + "\r\n" + body;
}

std::optional<RawReply> ask(quint16 port, const QByteArray &bytes)
{
    RawClient client(port);
    if (!client.isConnected() || !client.send(bytes))
        return std::nullopt;
    return client.receive();
}
