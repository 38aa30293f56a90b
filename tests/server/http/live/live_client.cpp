// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/live/live_client.h"

#include <QJsonDocument>
#include <QNetworkRequest>
#include <QTest>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int waitMax = 20'000;

} // namespace

LiveClient::LiveClient(quint16 port, const QString &path, const QByteArray &origin)
    : m_socket(QString::fromLatin1(origin))
{
    QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString &text) {
        m_messages.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
    });
    QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [this] { m_isClosed = true; });
    m_socket.open(QUrl(u"ws://127.0.0.1:%1%2"_s.arg(port).arg(path)));
}

void LiveClient::send(const QJsonObject &message)
{
    sendText(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

std::optional<QJsonObject> LiveClient::take()
{
    if (!QTest::qWaitFor([this] { return !m_messages.empty() || m_isClosed; }, waitMax))
        return std::nullopt;
    if (m_messages.empty())
        return std::nullopt;
    auto message = m_messages.front();
    m_messages.pop_front();
    return message;
}

QJsonObject LiveClient::next(QLatin1StringView type, const std::function<bool(const QJsonObject &)> &matches)
{
    while (const auto message = take()) {
        const bool isType = message->value("type"_L1).toString() == type;
        if (isType && (!matches || matches(message->value("data"_L1).toObject())))
            return *message;
    }
    return {};
}

QJsonObject LiveClient::nextData(QLatin1StringView type,
                                 const std::function<bool(const QJsonObject &)> &matches)
{
    return next(type, matches).value("data"_L1).toObject();
}

QStringList LiveClient::typesUpToPong()
{
    send({{u"op"_s, u"ping"_s}});
    QStringList types;
    while (const auto message = take()) {
        types.append(message->value("type"_L1).toString());
        if (types.last() == "pong"_L1)
            break;
    }
    return types;
}

std::optional<int> LiveClient::closed()
{
    if (!QTest::qWaitFor([this] { return m_isClosed; }, waitMax))
        return std::nullopt;
    return static_cast<int>(m_socket.closeCode());
}

} // namespace holdfast::test
