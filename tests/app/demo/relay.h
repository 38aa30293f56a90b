// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QTcpServer>
#include <QUrl>

namespace holdfast::test {

/// Stands between clients and a server, so that a test can pull the plug and put it back in: the address
/// stays the same.
class Relay final : public QObject
{
    Q_OBJECT

public:
    explicit Relay(quint16 serverPort);

    QUrl url() const;
    /// Resets every connection; new ones are refused.
    void pullPlug();
    void plugIn();

private:
    void connectThrough();

    const quint16 m_serverPort;
    QTcpServer m_door;
    quint16 m_port = 0;
};

} // namespace holdfast::test
