// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>

#include <utility>
#include <vector>

namespace holdfast::http {

/// What an endpoint says, before the envelope. A value for any thread.
class Response final
{
public:
    using Meta = std::vector<std::pair<QLatin1StringView, QLatin1StringView>>;

    enum class Form { Data, Plain, NoContent, Refusal };

    /// 200 with data in the envelope.
    static Response ok(QJsonValue data) { return withData(200, std::move(data)); }
    static Response created(QJsonValue data) { return withData(201, std::move(data)); }
    /// Data that is JSON text already (JsonWriter makes it), for the paths where every microsecond counts.
    static Response okJson(QByteArray data) { return withJson(200, std::move(data)); }
    static Response createdJson(QByteArray data) { return withJson(201, std::move(data)); }
    static Response noContent();
    /// A body of its own type without envelope: metrics, documents.
    static Response plain(int status, QByteArray contentType, QByteArray body);
    static Response refused(holdfast::Refusal refusal);

    Response &&withMessage(QString message) &&;
    /// Beside meta.requestId; both are literals.
    Response &&withMeta(QLatin1StringView key, QLatin1StringView value) &&;
    /// Values with control characters are dropped and logged.
    Response &&withHeader(QByteArray name, QByteArray value) &&;

    Form form() const { return m_form; }
    int status() const { return m_status; }
    const QJsonValue &data() const { return m_data; }
    /// JSON text of Data when not null, or the body of Plain.
    const QByteArray &bytes() const { return m_bytes; }
    const QByteArray &contentType() const { return m_contentType; }
    const QString &message() const { return m_message; }
    const Meta &meta() const { return m_meta; }
    const holdfast::Refusal &refusal() const { return m_refusal; }
    const std::vector<std::pair<QByteArray, QByteArray>> &headers() const { return m_headers; }

private:
    Response(Form form, int status);

    static Response withData(int status, QJsonValue data);
    static Response withJson(int status, QByteArray data);

    Form m_form;
    int m_status;
    QJsonValue m_data;
    QByteArray m_bytes;
    QByteArray m_contentType;
    QString m_message;
    Meta m_meta;
    holdfast::Refusal m_refusal;
    std::vector<std::pair<QByteArray, QByteArray>> m_headers;
};

} // namespace holdfast::http
