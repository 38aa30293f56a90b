// SPDX-License-Identifier: GPL-3.0-only
#include "tests/app/demo/relay.h"

#include <QTcpSocket>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

void pipe(QTcpSocket *from, QTcpSocket *to)
{
    QObject::connect(from, &QTcpSocket::readyRead, to, [from, to] { to->write(from->readAll()); });
    QObject::connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
    QObject::connect(from, &QTcpSocket::disconnected, from, &QObject::deleteLater);
}

} // namespace

Relay::Relay(quint16 serverPort)
    : m_serverPort(serverPort)
{
    connect(&m_door, &QTcpServer::newConnection, this, &Relay::connectThrough);
    plugIn();
}

QUrl Relay::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void Relay::pullPlug()
{
    m_door.close();
    for (QTcpSocket *socket : findChildren<QTcpSocket *>())
        socket->abort();
}

void Relay::plugIn()
{
    if (!m_door.listen(QHostAddress::LocalHost, m_port))
        qFatal("The relay cannot listen: %s", qPrintable(m_door.errorString()));
    m_port = m_door.serverPort();
}

void Relay::connectThrough()
{
    while (QTcpSocket *client = m_door.nextPendingConnection()) {
        auto *server = new QTcpSocket(this);
        client->setParent(this);
        pipe(client, server);
        pipe(server, client);
        // What is written before it is connected is kept until then.
        server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_serverPort);
    }
}

} // namespace holdfast::test
