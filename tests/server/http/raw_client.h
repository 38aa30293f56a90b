// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

/// One response as it came over the wire.
struct RawReply
{
    int status = 0;
    QByteArray head;
    QByteArray body;

    /// The value of the first field of that name in any case; null when absent.
    QByteArray header(const QByteArray &name) const;
};

/// A blocking TCP client that sends exactly the bytes it is given: the attacker's side of every check.
class RawClient final
{
public:
    enum class Body { Expected, None };

    static constexpr std::chrono::milliseconds patience{5'000};

    RawClient() = default;
    /// Connects to the loopback address; see isConnected. With a short wait the attempt goes on by itself.
    explicit RawClient(quint16 port, std::chrono::milliseconds wait = patience);
    ~RawClient();
    RawClient(RawClient &&other) noexcept;
    RawClient &operator=(RawClient &&other) noexcept;

    bool isConnected() const { return m_descriptor >= 0; }
    /// False when the other side did not take everything within the time.
    bool send(const QByteArray &bytes, std::chrono::milliseconds wait = patience);
    /// The next response; nothing when none came whole within the time.
    std::optional<RawReply> receive(std::chrono::milliseconds wait = patience, Body body = Body::Expected);
    /// Everything until the other side closes or the time is over.
    QByteArray receiveAll(std::chrono::milliseconds wait = patience);
    /// Reads and drops until the other side has closed; false when it had not within the time.
    bool isClosedWithin(std::chrono::milliseconds wait = patience);
    /// Waits for this many bytes beyond what is buffered and takes all of them; shorter when they did not
    /// come.
    QByteArray receiveBytes(qsizetype count, std::chrono::milliseconds wait = patience);
    /// Says that nothing more comes; the replies may still.
    void finishSending();
    /// Closes with a reset, as a program that was killed.
    void hangUp();

private:
    using Time = std::chrono::steady_clock::time_point;

    enum class Outcome { Data, Closed, TimedOut };
    Outcome readSome(Time until);
    bool waitFor(short events, Time until) const;

    int m_descriptor = -1;
    QByteArray m_buffer;
};

/// "GET target HTTP/1.1" with a good Host and the extra lines (each with CR LF).
QByteArray getRequest(const QByteArray &target, const QByteArray &extraLines = {});
QByteArray postRequest(const QByteArray &target, const QByteArray &body, const QByteArray &extraLines = {});

/// Sends the bytes on a connection of its own and gives the first response.
std::optional<RawReply> ask(quint16 port, const QByteArray &bytes);
