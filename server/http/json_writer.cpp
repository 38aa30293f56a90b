// SPDX-License-Identifier: GPL-3.0-only
#include "http/json_writer.h"

#include "domain/iso_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace holdfast::http {

namespace {

constexpr qsizetype digitsMax = 20;

bool needsEscape(char character)
{
    return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

bool isPlain(char16_t character)
{
    return character >= 0x20 && character < 0x7f && character != '"' && character != '\\';
}

QByteArray toJson(const QJsonValue &value)
{
    // QJsonDocument writes objects and arrays only.
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.sliced(1, text.size() - 2);
}

} // namespace

JsonWriter::JsonWriter(qsizetype size, Begins begins)
    : m_out(size, Qt::Uninitialized)
    , m_data(m_out.data())
    , m_needsComma(begins == Begins::BehindAValue)
{
}

void JsonWriter::grow(qsizetype size)
{
    m_out.resize(std::max({usualSize, 2 * m_out.size(), m_size + size}));
    m_data = m_out.data();
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    put(bracket);
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    put(bracket);
    m_needsComma = true;
    return *this;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        put(',');
    m_needsComma = true;
}

void JsonWriter::put(QByteArrayView text)
{
    std::copy_n(text.data(), text.size(), extend(text.size()));
}

JsonWriter &JsonWriter::key(QByteArrayView name)
{
    separate();
    char *room = extend(name.size() + 3);
    *room++ = '"';
    room = std::copy_n(name.data(), name.size(), room);
    *room++ = '"';
    *room = ':';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::key(QStringView name)
{
    text(name);
    put(':');
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(QStringView value)
{
    separate();
    put('"');
    if (std::all_of(value.utf16(), value.utf16() + value.size(), isPlain))
        std::copy_n(value.utf16(), value.size(), extend(value.size()));
    else
        putEscaped(value.toUtf8());
    put('"');
    return *this;
}

JsonWriter &JsonWriter::text(QLatin1StringView value)
{
    const auto isAscii = [](char character) { return static_cast<unsigned char>(character) < 0x80; };
    if (!std::all_of(value.begin(), value.end(), isAscii))
        return text(QStringView(QString(value)));
    separate();
    put('"');
    putEscaped(QByteArrayView(value.data(), value.size()));
    put('"');
    return *this;
}

void JsonWriter::putEscaped(QByteArrayView utf8)
{
    constexpr std::array hex = std::to_array("0123456789abcdef");
    qsizetype written = 0;
    for (qsizetype index = 0; index < utf8.size(); ++index) {
        const char character = utf8[index];
        if (!needsEscape(character))
            continue;
        put(utf8.sliced(written, index - written));
        written = index + 1;
        put('\\');
        if (character == '"' || character == '\\') {
            put(character);
            continue;
        }
        const auto code = static_cast<unsigned char>(character);
        put("u00");
        put(hex[code >> 4U]);
        put(hex[code & 15U]);
    }
    put(utf8.sliced(written));
}

JsonWriter &JsonWriter::number(qint64 value)
{
    separate();
    putNumber(value);
    return *this;
}

void JsonWriter::putNumber(qint64 value)
{
    char *const room = extend(digitsMax);
    m_size = std::to_chars(room, room + digitsMax, value).ptr - m_data;
}

JsonWriter &JsonWriter::amount(Money value)
{
    const qint64 cents = value.minorUnits() % 100;
    number(value.minorUnits() / 100);
    if (cents == 0)
        return *this;
    put('.');
    put(static_cast<char>('0' + cents / 10));
    if (cents % 10 != 0)
        put(static_cast<char>('0' + cents % 10));
    return *this;
}

JsonWriter &JsonWriter::moment(Instant value)
{
    return plain(IsoText(value).view());
}

JsonWriter &JsonWriter::plain(QLatin1StringView value)
{
    separate();
    char *room = extend(value.size() + 2);
    *room++ = '"';
    room = std::copy_n(value.data(), value.size(), room);
    *room = '"';
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
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return null();
    case QJsonValue::Bool:
        return boolean(value.toBool());
    case QJsonValue::String:
        return text(value.toString());
    case QJsonValue::Double: {
        // One of the two is not the default if it is a whole number.
        const qint64 whole = value.toInteger(0);
        return whole == value.toInteger(1) ? number(whole) : raw(toJson(value));
    }
    case QJsonValue::Array:
        return array(value.toArray());
    case QJsonValue::Object:
        return object(value.toObject());
    }
    Q_UNREACHABLE();
}

JsonWriter &JsonWriter::array(const QJsonArray &values)
{
    beginArray();
    for (const auto &each : values)
        value(each);
    return endArray();
}

JsonWriter &JsonWriter::object(const QJsonObject &members)
{
    beginObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        key(member.key()).value(*member);
    return endObject();
}

JsonWriter &JsonWriter::raw(QByteArrayView json)
{
    separate();
    put(json);
    return *this;
}

QByteArray JsonWriter::take()
{
    m_out.resize(std::exchange(m_size, 0));
    m_data = nullptr;
    m_needsComma = false;
    return std::exchange(m_out, {});
}

} // namespace holdfast::http
