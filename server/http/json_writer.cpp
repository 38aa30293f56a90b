// SPDX-License-Identifier: GPL-3.0-only
#include "http/json_writer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <charconv>
#include <utility>

namespace holdfast::http {

namespace {

constexpr qsizetype usualSize = 512;

bool needsEscape(char character)
{
    return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

QByteArray toJson(const QJsonValue &value)
{
    // QJsonDocument writes objects and arrays only.
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.sliced(1, text.size() - 2);
}

} // namespace

JsonWriter::JsonWriter()
{
    m_out.reserve(usualSize);
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out.append(bracket);
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out.append(bracket);
    m_needsComma = true;
    return *this;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out.append(',');
    m_needsComma = true;
}

JsonWriter &JsonWriter::key(const char *name)
{
    separate();
    m_out.append('"').append(name).append("\":");
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::key(const QString &name)
{
    text(name);
    m_out.append(':');
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(QStringView value)
{
    separate();
    m_out.append('"');
    appendEscaped(value.toUtf8());
    m_out.append('"');
    return *this;
}

JsonWriter &JsonWriter::text(QLatin1StringView value)
{
    for (const char character : value) {
        if (static_cast<unsigned char>(character) >= 0x80)
            return text(QStringView(QString(value)));
    }
    separate();
    m_out.append('"');
    appendEscaped(QByteArrayView(value.data(), value.size()));
    m_out.append('"');
    return *this;
}

void JsonWriter::appendEscaped(QByteArrayView utf8)
{
    constexpr std::array hex = std::to_array("0123456789abcdef");
    qsizetype written = 0;
    for (qsizetype index = 0; index < utf8.size(); ++index) {
        const char character = utf8[index];
        if (!needsEscape(character))
            continue;
        m_out.append(utf8.sliced(written, index - written));
        written = index + 1;
        if (character == '"' || character == '\\') {
            m_out.append('\\').append(character);
            continue;
        }
        const auto code = static_cast<unsigned char>(character);
        m_out.append("\\u00").append(hex[code >> 4U]).append(hex[code & 15U]);
    }
    m_out.append(utf8.sliced(written));
}

JsonWriter &JsonWriter::number(qint64 value)
{
    separate();
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    m_out.append(text.data(), end - text.data());
    return *this;
}

JsonWriter &JsonWriter::amount(Money value)
{
    const qint64 cents = value.minorUnits() % 100;
    number(value.minorUnits() / 100);
    if (cents == 0)
        return *this;
    m_out.append('.').append(static_cast<char>('0' + cents / 10));
    if (cents % 10 != 0)
        m_out.append(static_cast<char>('0' + cents % 10));
    return *this;
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::value(const QJsonValue &value)
{
    return raw(value.isUndefined() ? QByteArray("null") : toJson(value));
}

JsonWriter &JsonWriter::raw(QByteArrayView json)
{
    separate();
    m_out.append(json);
    return *this;
}

QByteArray JsonWriter::take()
{
    m_needsComma = false;
    return std::exchange(m_out, {});
}

} // namespace holdfast::http
