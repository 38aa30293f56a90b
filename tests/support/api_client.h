// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/http/raw_client.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>
#include <utility>
#include <vector>

namespace holdfast::test {

/// A response, read as the API's envelope.
struct ApiReply
{
    /// 0: there was none.
    int status = 0;
    RawReply raw;
    QJsonObject body;

    QJsonObject data() const { return body.value(QLatin1StringView("data")).toObject(); }
    QJsonArray items() const { return data().value(QLatin1StringView("items")).toArray(); }
    QJsonObject error() const { return body.value(QLatin1StringView("error")).toObject(); }
    QJsonObject details() const { return error().value(QLatin1StringView("details")).toObject(); }
    /// Empty for a success.
    QString code() const { return error().value(QLatin1StringView("code")).toString(); }
    /// The names in details.fields, in order.
    QStringList faultyFields() const;
    QByteArray header(const QByteArray &name) const { return raw.header(name); }
};

using ApiHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// A blocking JSON client on one kept-alive connection. One thread.
class ApiClient final
{
public:
    explicit ApiClient(quint16 port);

    /// Sent with every request from now on.
    void setHeaders(ApiHeaders headers) { m_headers = std::move(headers); }

    ApiReply get(const QByteArray &target, const ApiHeaders &headers = {});
    ApiReply post(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers = {});
    /// Without a body.
    ApiReply post(const QByteArray &target) { return exchange("POST", target, {}, {}); }
    ApiReply remove(const QByteArray &target, const ApiHeaders &headers = {});
    ApiReply remove(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers = {});
    ApiReply exchange(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                      const ApiHeaders &headers);

    /// Sends a POST and does not wait for the response.
    bool sendPost(const QByteArray &target, const QJsonObject &body, const ApiHeaders &headers = {});
    /// Closes with a reset.
    void hangUp() { m_connection.hangUp(); }

private:
    QByteArray message(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                       const ApiHeaders &headers) const;

    RawClient m_connection;
    const quint16 m_port;
    ApiHeaders m_headers;
};

/// The bytes of a JSON object.
QByteArray toJson(const QJsonObject &object);

} // namespace holdfast::test
