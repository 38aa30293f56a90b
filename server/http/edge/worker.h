// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/listener.h"

#include <QAbstractHttpServer>
#include <QSocketNotifier>
#include <QTimer>

namespace holdfast::http {

/// The HTTP server of one thread: our listener and our connections, and Qt's server for what becomes a
/// WebSocket. Made, used and destroyed on its thread.
class Worker final : public QAbstractHttpServer
{
    Q_OBJECT

public:
    explicit Worker(ServerContext &context);
    ~Worker() override;
    Q_DISABLE_COPY_MOVE(Worker)

    std::expected<quint16, QString> open(const QHostAddress &address, quint16 port, PortSharing sharing);

    /// Stops accepting, lets every connection end with the replies it is owed, then ends the thread's event
    /// loop; at the drain deadline whatever is left is cut off.
    void drain();

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;

private:
    void deliver(Mailbox::Letter &&letter);
    void deliverAll();
    void serveReady();
    void endTurn();
    void flushAll();
    void readUnread();
    void sweep();
    void checkDrained(SteadyTime now);
    void acceptWebSockets();
    Connection *answer(Mailbox::Letter &letter);

    ServerContext &m_context;
    Listener *m_listener; // a child
    QSocketNotifier m_readyNotifier;
    QTimer m_sweepTimer;
    SteadyTime m_drainUntil;
};

} // namespace holdfast::http
