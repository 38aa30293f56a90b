// SPDX-License-Identifier: GPL-3.0-only
#include "http/envelope.h"

#include "http/edge/log.h"
#include "http/edge/response_writer.h"
#include "http/json_writer.h"

#include <QJsonDocument>

#include <optional>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// A refusal that knows how long to wait says so in its details; others say it where their status asks for
/// it.
std::optional<QByteArray> retryAfter(int status, const Refusal &refusal)
{
    constexpr int secondsDefault = 1;
    const auto seconds = refusal.details.value("retry_after_seconds"_L1);
    if (seconds.isUndefined() && status != 429 && status != 503)
        return std::nullopt;
    return QByteArray::number(seconds.toInteger(secondsDefault));
}

void writeMeta(JsonWriter &json, const Exchange &exchange, const Response::Meta &meta)
{
    json.key("meta").beginObject();
    json.key("requestId").text(QLatin1StringView(exchange.requestId));
    for (const auto &[key, value] : meta)
        json.key(key).text(value);
    json.endObject();
}

QByteArray jsonOf(const QJsonValue &value)
{
    JsonWriter json;
    return json.value(value).take();
}

/// Whatever is between its constant beginning and its short end stays as it is.
void writeSuccess(WireResponse &wire, const Response &response, const Exchange &exchange)
{
    constexpr qsizetype usualEnd = 128;
    wire.body = R"({"success":true,"data":)"_ba;
    wire.sharedBody = response.bytes().isNull() ? jsonOf(response.data()) : response.bytes();
    JsonWriter json(usualEnd, JsonWriter::Begins::BehindAValue);
    if (!response.message().isEmpty())
        json.key("message").text(response.message());
    writeMeta(json, exchange, response.meta());
    wire.bodyEnd = json.endObject().take();
}

QByteArray errorBody(const Refusal &refusal, const Exchange &exchange, const Response::Meta &meta)
{
    JsonWriter json;
    json.beginObject().key("success").boolean(false).key("error").beginObject();
    json.key("code").text(errorName(refusal.code)).key("message").text(refusal.message);
    if (!refusal.details.isEmpty())
        json.key("details").value(refusal.details);
    json.endObject();
    writeMeta(json, exchange, meta);
    json.endObject();
    return json.take();
}

QByteArray problemBody(int status, const Refusal &refusal, const Exchange &exchange)
{
    JsonWriter json;
    json.beginObject().key("type").text("about:blank"_L1);
    json.key("title").text(QLatin1StringView(reasonPhrase(status))).key("status").number(status);
    json.key("detail").text(refusal.message).key("code").text(errorName(refusal.code));
    if (!refusal.details.isEmpty())
        json.key("details").value(refusal.details);
    json.key("requestId").text(QLatin1StringView(exchange.requestId)).endObject();
    return json.take();
}

WireResponse refusalOnWire(int status, const Refusal &refusal, const Exchange &exchange,
                           const Response::Meta &meta)
{
    WireResponse wire;
    wire.status = status;
    wire.error = refusal.code;
    wire.contentType = exchange.wantsProblem ? "application/problem+json"_ba : "application/json"_ba;
    wire.body =
        exchange.wantsProblem ? problemBody(status, refusal, exchange) : errorBody(refusal, exchange, meta);
    if (const auto seconds = retryAfter(status, refusal))
        wire.addHeader("Retry-After", *seconds);
    if (status == 401)
        wire.addHeader("WWW-Authenticate", "Bearer");
    return wire;
}

WireResponse bodyOnWire(const Response &response, const Exchange &exchange)
{
    WireResponse wire;
    wire.status = response.status();
    switch (response.form()) {
    case Response::Form::NoContent:
        break;
    case Response::Form::Refusal:
        return refusalOnWire(response.status(), response.refusal(), exchange, response.meta());
    case Response::Form::Plain:
        wire.contentType = response.contentType();
        wire.body = response.bytes();
        break;
    case Response::Form::Data:
        wire.contentType = "application/json"_ba;
        writeSuccess(wire, response, exchange);
        break;
    }
    return wire;
}

} // namespace

WireResponse inEnvelope(const Response &response, const Exchange &exchange)
{
    auto wire = bodyOnWire(response, exchange);
    for (const auto &[name, value] : response.headers()) {
        if (!wire.addHeader(name, value))
            qCCritical(httpLog, "Dropped header %s of request %s: its value holds control characters",
                       name.constData(), exchange.requestId.constData());
    }
    return wire;
}

WireResponse inEnvelope(const Fault &fault, const Exchange &exchange)
{
    return refusalOnWire(fault.status, {fault.code, QString::fromLatin1(fault.message), {}}, exchange, {});
}

} // namespace holdfast::http
