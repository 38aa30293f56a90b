// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/api_client.h"

#include "tests/support/answer_contract.h"

#include <QJsonDocument>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20s;

/// Whatever a test provokes, the document must have announced: nobody reads about an answer elsewhere.
void holdToContract(const QByteArray &method, const QByteArray &target, const ApiReply &reply)
{
    const auto fault = AnswerContract::ours().faultOf(method, target, reply.status, reply.code());
    if (!fault.isEmpty())
        qFatal("%s", qPrintable(fault));
}

} // namespace

QStringList ApiReply::faultyFields() const
{
    QStringList names;
    const auto fields = details().value("fields"_L1).toArray();
    for (const auto &field : fields)
        names.append(field.toObject().value("field"_L1).toString());
    return names;
}

ApiClient::ApiClient(quint16 port)
    : m_connection(port)
    , m_port(port)
{
}

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray ApiClient::message(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                              const ApiHeaders &headers) const
{
    QByteArray text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto *list : {&m_headers, &headers}) {
        for (const auto &[name, value] : *list)
            text += name + ": " + value + "\r\n";
    }
    if (!body.isNull())
        text += "Content-Type: application/json\r\n";
    if (!body.isNull() || method == "POST")
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

ApiReply ApiClient::exchange(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                             const ApiHeaders &headers)
{
    if (!m_connection.isConnected())
        m_connection = RawClient(m_port);
    auto raw = m_connection.send(message(method, target, body, headers)) ? m_connection.receive(patience)
                                                                         : std::nullopt;
    if (!raw)
        return {};
    if (raw->header("Connection").toLower() == "close")
        m_connection = RawClient();
    const auto document = QJsonDocument::fromJson(raw->body).object();
    const ApiReply reply{raw->status, *std::move(raw), document};
    holdToContract(method, target, reply);
    return reply;
}

ApiReply ApiClient::get(const QByteArray &target, const ApiHeaders &headers)
{
    return exchange("GET", target, {}, headers);
}

ApiReply ApiClient::post(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers)
{
    return exchange("POST", target, toJson(body), headers);
}

ApiReply ApiClient::remove(const QByteArray &target, const ApiHeaders &headers)
{
    return exchange("DELETE", target, {}, headers);
}

ApiReply ApiClient::remove(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers)
{
    return exchange("DELETE", target, toJson(body), headers);
}

bool ApiClient::sendPost(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers)
{
    return m_connection.send(message("POST", target, toJson(body), headers));
}

} // namespace holdfast::test
