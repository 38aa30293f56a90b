// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"

#include "http/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUtf8StringView>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

Refusal malformed(const QString &message)
{
    return {ErrorCode::MalformedRequest, message, {}};
}

Refusal notAnObject()
{
    FieldFaults faults;
    faults.add(QString(), u"the body must be an object"_s);
    return *faults.refusal();
}

/// Text, a number, a truth value or null, which QJsonDocument takes inside of a list only.
bool isLoneValue(const QByteArray &body)
{
    const auto list = QJsonDocument::fromJson('[' + body + ']').array();
    return list.size() == 1 && !list.first().isObject() && !list.first().isArray();
}

std::expected<QJsonDocument, Refusal> parseJson(const QByteArray &body, int depthMax)
{
    if (!QUtf8StringView(body).isValidUtf8())
        return std::unexpected(malformed(u"The body is not UTF-8"_s));
    // Before parsing: the parser recurses.
    if (jsonDepth(body) > depthMax)
        return std::unexpected(malformed(u"The body nests deeper than %1 levels"_s.arg(depthMax)));
    QJsonParseError error;
    auto document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError && isLoneValue(body))
        return std::unexpected(notAnObject());
    if (error.error != QJsonParseError::NoError)
        return std::unexpected(
            malformed(u"The body is not JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset)));
    return document;
}

} // namespace

BodyReader::BodyReader(JsonMembers members)
    : m_parts(std::make_unique<Parts>(std::move(members)))
{
}

std::expected<BodyReader, Refusal> BodyReader::open(const Request &request, WhenEmpty whenEmpty)
{
    if (request.body().isEmpty() && whenEmpty == WhenEmpty::IsEmptyObject)
        return BodyReader(JsonMembers());
    if (!isJsonContentType(request.header(KnownField::ContentType)))
        return std::unexpected(
            Refusal{ErrorCode::UnsupportedMediaType, u"Send the body as application/json"_s, {}});
    if (auto members = readPlainObject(request.body()))
        return BodyReader(*std::move(members));
    const auto document = parseJson(request.body(), request.jsonDepthMax());
    if (!document)
        return std::unexpected(document.error());
    if (!document->isObject())
        return std::unexpected(notAnObject());
    return BodyReader(membersOf(document->object()));
}

std::optional<Refusal> BodyReader::refusal()
{
    if (!std::exchange(m_isFinished, true))
        m_parts->fields.refuseUnread();
    return m_parts->faults.refusal();
}

} // namespace holdfast::http
