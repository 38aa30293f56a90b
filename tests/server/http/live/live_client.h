// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QJsonObject>
#include <QWebSocket>

#include <deque>
#include <functional>
#include <optional>

namespace holdfast::test {

/// A reader of the live feed. Waiting runs the event loop. One thread.
class LiveClient final
{
public:
    explicit LiveClient(quint16 port, const QString &path = QStringLiteral("/api/v1/live"),
                        const QByteArray &origin = {});
    Q_DISABLE_COPY_MOVE(LiveClient)

    void send(const QJsonObject &message);
    void sendText(const QString &text) { m_socket.sendTextMessage(text); }
    QWebSocket &socket() { return m_socket; }

    /// The next message of the type that matches, as it came; what comes before it is passed over. Empty when
    /// none comes in time.
    QJsonObject next(QLatin1StringView type,
                     const std::function<bool(const QJsonObject &data)> &matches = {});
    /// The data of next().
    QJsonObject nextData(QLatin1StringView type,
                         const std::function<bool(const QJsonObject &data)> &matches = {});
    /// Every type that has come and was not yet looked at, up to the answer to a ping.
    QStringList typesUpToPong();
    /// How the server closed; nothing when it does not in time.
    std::optional<int> closed();

private:
    std::optional<QJsonObject> take();

    QWebSocket m_socket;
    std::deque<QJsonObject> m_messages;
    bool m_isClosed = false;
};

} // namespace holdfast::test
