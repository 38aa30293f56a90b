// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head_parser.h"
#include "http/edge/head_scanner.h"
#include "http/edge/mailbox.h"
#include "http/edge/reply_queue.h"
#include "http/edge/server_context.h"
#include "http/edge/socket.h"

namespace holdfast::http {

/// Serves one socket: takes a request when the whole of it has arrived, was found good and there is room to
/// answer it; replies leave in the order of the requests; every wait has a deadline. Qt's HTTP server gets
/// the socket only with a good request for a WebSocket.
///
/// It lives in ServerContext::connections. One that has ended does nothing any more, and is removed at the
/// end of the turn of the event loop, so that whoever is in the middle of it may finish. Server thread only.
class Connection final
{
public:
    Connection(Descriptor descriptor, QHostAddress peer, ServerContext &context,
               std::unique_ptr<ConnectionCounts::Place> place);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    quint64 number() const { return m_number; }

    /// What ReadySockets tell about the socket.
    void notice(quint32 events);
    /// Takes the requests that have arrived, as far as there is room to answer them.
    void read();

    /// Answers a waiting request; nothing happens when it was answered before. What is ready leaves with the
    /// next flush.
    void answer(quint32 sequence, Render render);
    /// Writes every reply that is ready and in turn, at once.
    void flush();

    void checkDeadlines(SteadyTime now);
    /// Closes now when idle, else with the last reply that is owed.
    void drain();

private:
    enum class Phase {
        Reading,
        /// The last request was taken or refused: nothing more is read, its reply and those before it still
        /// leave.
        Finishing,
        /// The last reply was written and our side closed; what the client still sends is thrown away.
        Lingering,
        /// The socket is closed, or Qt has it.
        Ended,
    };

    void takeRequest(SteadyTime now);
    void flushSoon();
    void readSoon();
    void handToQt();
    bool admitsNext(SteadyTime now);
    bool hasRoom() const;
    bool judgeHead(SteadyTime now);
    std::expected<bool, Fault> readHead();
    std::optional<Fault> judgeContext(const Head &head) const;
    std::optional<Fault> judgeUpgrade(const Head &head) const;
    void refuse(const Fault &fault);
    void sendContinue(SteadyTime now);

    void send(std::span<const iovec> pieces, SteadyTime now);
    void writeOn();
    void afterFlush();
    void linger(SteadyTime now);
    void end();
    bool answerOverdue(SteadyTime now);
    bool isWriteStalled(SteadyTime now) const;
    std::optional<Fault> overdueRead(SteadyTime now) const;
    Exchange makeExchange(const Head *head, SteadyTime now);
    void report(const ReplyQueue::Entry &entry, SteadyTime now) const;

    Socket m_socket;
    ServerContext &m_context;
    std::unique_ptr<ConnectionCounts::Place> m_place;
    const quint64 m_number;
    const QHostAddress m_peer;

    Phase m_phase = Phase::Reading;
    HeadScanner m_scanner;
    std::optional<Head> m_head; // judged, its body perhaps still on the way
    bool m_isTaking = false;
    bool m_isReadDue = false;

    ReplyQueue m_replies;
    /// Since when the bytes at hand have been an unfinished request; nothing between requests.
    std::optional<SteadyTime> m_readingSince;
    SteadyTime m_idleSince;
    SteadyTime m_wroteAt;
};

} // namespace holdfast::http
