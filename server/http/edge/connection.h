// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head_parser.h"
#include "http/edge/head_scanner.h"
#include "http/edge/mailbox.h"
#include "http/edge/reply_queue.h"
#include "http/edge/server_context.h"

#include <QObject>
#include <QTcpSocket>

namespace holdfast::http {

/// Serves one socket: takes a request when the whole of it has arrived, was found good and there is room to
/// answer it; replies leave in the order of the requests; every wait has a deadline. Qt's HTTP server gets
/// the socket only with a good request for a WebSocket.
///
/// It is a child of its socket, so it lives exactly as long, whatever disconnects its slots. It registers
/// itself in ServerContext::connections. Server thread only.
class Connection final : public QObject
{
    Q_OBJECT

public:
    Connection(QTcpSocket &socket, ServerContext &context, std::unique_ptr<ConnectionCounts::Place> place);
    ~Connection() override;
    Q_DISABLE_COPY_MOVE(Connection)

    /// Qt has read the request that it was given the socket for. True when it shall upgrade the connection.
    bool confirmUpgrade();

    /// Answers a waiting request; nothing happens when it was answered before. What is ready leaves with the
    /// next flush.
    void answer(quint32 sequence, Render render);
    /// Writes every reply that is ready and in turn, at once.
    void flush();

    void checkDeadlines(SteadyTime now);
    /// Closes now when idle, else with the last reply that is owed.
    void drain();
    bool isUpgraded() const { return m_phase == Phase::Upgraded; }

private:
    enum class Phase {
        Reading,
        /// The last request was taken or refused: nothing more is read, its reply and those before it still
        /// leave.
        Finishing,
        /// The last reply was written and our side closed; what the client still sends is thrown away.
        Lingering,
        Upgraded,
    };

    void read();
    void takeRequest();
    void dropIncoming();
    void handToQt();
    bool admitsNext();
    bool hasRoom() const;
    bool judgeHead();
    std::expected<bool, Fault> readHead();
    std::optional<Fault> judgeContext(const Head &head) const;
    std::optional<Fault> judgeUpgrade(const Head &head) const;
    void refuse(const Fault &fault);
    void sendContinue();

    void send(const QByteArray &bytes, SteadyTime now);
    void afterFlush();
    void linger();
    void abort();
    bool answerOverdue(SteadyTime now);
    bool isWriteStalled(SteadyTime now) const;
    std::optional<Fault> overdueRead(SteadyTime now) const;
    Exchange makeExchange(const Head *head);
    void report(const ReplyQueue::Entry &entry, SteadyTime now) const;

    QTcpSocket &m_socket;
    ServerContext &m_context;
    std::unique_ptr<ConnectionCounts::Place> m_place;
    const quint64 m_number;
    const QHostAddress m_peer;

    Phase m_phase = Phase::Reading;
    HeadScanner m_scanner;
    std::optional<Head> m_head; // judged, its body perhaps still on the way
    bool m_isTaking = false;
    bool m_isUpgradeConfirmed = false;

    ReplyQueue m_replies;
    /// Since when the bytes at hand have been an unfinished request; nothing between requests.
    std::optional<SteadyTime> m_readingSince;
    SteadyTime m_idleSince;
    SteadyTime m_wroteAt;
};

/// A socket that knows its guard.
class GuardedSocket final : public QTcpSocket
{
public:
    using QTcpSocket::QTcpSocket;

    Connection *connection = nullptr;
};

} // namespace holdfast::http
