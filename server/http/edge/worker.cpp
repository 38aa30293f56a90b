// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/worker.h"

#include "http/edge/connection.h"
#include "http/edge/log.h"
#include "http/edge/upgrading_socket.h"

#include <QAbstractEventDispatcher>
#include <QThread>
#include <QWebSocket>

#include <algorithm>
#include <ctime>

namespace holdfast::http {

using namespace Qt::StringLiterals;
using std::chrono::steady_clock;

Worker::Worker(ServerContext &context)
    : m_context(context)
    , m_listener(new Listener(context))
    , m_readyNotifier(context.ready.descriptor(), QSocketNotifier::Read)
{
    m_listener->setParent(this);
    connect(&m_readyNotifier, &QSocketNotifier::activated, this, &Worker::serveReady);
    connect(this, &QAbstractHttpServer::newWebSocketConnection, this, &Worker::acceptWebSockets);
    connect(&m_sweepTimer, &QTimer::timeout, this, &Worker::sweep);
    // The end of a turn: everything that was there has been read.
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
            &Worker::endTurn);
    m_context.writer.refreshDate(::time(nullptr));
    m_context.mailbox->open(
        [this](Mailbox::Letter &&letter) { deliver(std::move(letter)); },
        [this] { QMetaObject::invokeMethod(this, &Worker::deliverAll, Qt::QueuedConnection); });
}

Worker::~Worker()
{
    m_context.mailbox->close();
    // Sockets go while everything that they and their connections look at is still there.
    m_context.connections.clear();
    delete m_listener;
}

std::expected<quint16, QString> Worker::open(const QHostAddress &address, quint16 port, PortSharing sharing)
{
    if (!m_context.ready.isOpen())
        return std::unexpected(u"the system has no descriptor left to watch connections with"_s);
    const auto opened = m_listener->open(address, port, sharing);
    if (opened) {
        bind(m_listener);
        m_sweepTimer.start(m_context.settings.limits.sweepPeriod);
    }
    return opened;
}

bool Worker::handleRequest(const QHttpServerRequest &, QTcpSocket *socket)
{
    return static_cast<UpgradingSocket *>(socket)->isConfirmed = true;
}

void Worker::missingHandler(const QHttpServerRequest &, QTcpSocket *)
{
    // Qt gets sockets to upgrade only.
    qCCritical(httpLog, "Qt asked for a handler of a request that nobody gave it");
}

Connection *Worker::answer(Mailbox::Letter &letter)
{
    const auto entry = m_context.connections.find(letter.ticket.connection);
    if (entry == m_context.connections.end())
        return nullptr; // the client has gone
    entry->second->answer(letter.ticket.sequence, std::move(letter.render));
    return entry->second.get();
}

void Worker::deliver(Mailbox::Letter &&letter)
{
    if (auto *connection = answer(letter))
        connection->flush();
}

void Worker::deliverAll()
{
    auto [letters, since] = m_context.mailbox->takeAll();
    const auto began = steady_clock::now();
    m_context.figures.woken.observe(began - since);
    std::vector<Connection *> touched;
    touched.reserve(letters.size());
    for (auto &letter : letters) {
        if (auto *connection = answer(letter))
            touched.push_back(connection);
    }
    // All answers first, so that several replies of one connection leave in one piece. Nothing here deletes a
    // connection: they go at the end of the turn.
    for (auto *connection : touched)
        connection->flush();
    m_context.figures.written.observe(steady_clock::now() - began);
}

void Worker::serveReady()
{
    for (const auto &event : m_context.ready.take())
        static_cast<Connection *>(event.data.ptr)->notice(event.events);
}

void Worker::endTurn()
{
    flushAll();
    for (const auto number : std::exchange(m_context.ended, {}))
        m_context.connections.erase(number);
    if (!m_context.unread.empty())
        QMetaObject::invokeMethod(this, &Worker::readUnread, Qt::QueuedConnection);
}

void Worker::flushAll()
{
    if (m_context.unflushed.empty())
        return;
    const auto began = steady_clock::now();
    // A client that is woken by the first reply finds the others of its connections there as well; one that
    // is woken for each costs us each time.
    for (auto *connection : m_context.unflushed)
        connection->flush();
    m_context.unflushed.clear();
    m_context.figures.written.observe(steady_clock::now() - began);
}

void Worker::readUnread()
{
    for (const auto number : std::exchange(m_context.unread, {})) {
        if (const auto entry = m_context.connections.find(number); entry != m_context.connections.end())
            entry->second->read();
    }
}

void Worker::acceptWebSockets()
{
    while (auto socket = nextPendingWebSocketConnection()) {
        const auto frameBytesMax = static_cast<quint64>(m_context.settings.limits.webSocketFrameBytesMax);
        socket->setMaxAllowedIncomingFrameSize(frameBytesMax);
        socket->setMaxAllowedIncomingMessageSize(frameBytesMax);
        m_context.hooks.acceptWebSocket(std::move(socket));
    }
}

void Worker::sweep()
{
    const auto now = steady_clock::now();
    m_context.writer.refreshDate(::time(nullptr));
    m_listener->paceAccepting();
    for (const auto &[number, connection] : m_context.connections)
        connection->checkDeadlines(now);
    if (m_context.isDraining)
        checkDrained(now);
}

void Worker::drain()
{
    constexpr std::chrono::milliseconds drainSweepPeriod{10};
    if (m_context.isDraining)
        return;
    m_context.isDraining = true;
    m_drainUntil = steady_clock::now() + m_context.settings.limits.drainDeadline;
    m_listener->close();
    for (const auto &[number, connection] : m_context.connections)
        connection->drain();
    m_sweepTimer.start(std::min(drainSweepPeriod, m_context.settings.limits.sweepPeriod));
}

void Worker::checkDrained(SteadyTime now)
{
    // WebSockets are no longer among them; they are closed by whoever accepted them.
    const bool isDrained = m_context.connections.empty();
    if (!isDrained && now < m_drainUntil)
        return;
    if (!isDrained)
        qCWarning(httpLog, "Cutting off %d connections that did not finish",
                  static_cast<int>(m_context.connections.size()));
    thread()->quit();
}

} // namespace holdfast::http
