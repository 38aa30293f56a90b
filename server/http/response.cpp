// SPDX-License-Identifier: GPL-3.0-only
#include "http/response.h"

#include "http/status.h"

namespace holdfast::http {

Response::Response(Form form, int status)
    : m_form(form)
    , m_status(status)
{
}

Response Response::withData(int status, QJsonValue data)
{
    Response response(Form::Data, status);
    response.m_data = std::move(data);
    return response;
}

Response Response::withJson(int status, QByteArray data)
{
    Response response(Form::Data, status);
    response.m_bytes = std::move(data);
    return response;
}

Response Response::noContent()
{
    return {Form::NoContent, 204};
}

Response Response::plain(int status, QByteArray contentType, QByteArray body)
{
    Response response(Form::Plain, status);
    response.m_contentType = std::move(contentType);
    response.m_bytes = std::move(body);
    return response;
}

Response Response::refused(holdfast::Refusal refusal)
{
    Response response(Form::Refusal, httpStatus(refusal.code));
    response.m_refusal = std::move(refusal);
    return response;
}

Response &&Response::withMessage(QString message) &&
{
    m_message = std::move(message);
    return std::move(*this);
}

Response &&Response::withMeta(QLatin1StringView key, QLatin1StringView value) &&
{
    m_meta.emplace_back(key, value);
    return std::move(*this);
}

Response &&Response::withHeader(QByteArray name, QByteArray value) &&
{
    m_headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

} // namespace holdfast::http
