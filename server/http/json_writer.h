// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

namespace holdfast::http {

/// Writes compact JSON straight to bytes, several times faster than a QJsonObject and its document. The
/// caller keeps the grammar (a key before each value of an object, as many ends as begins); commas come by
/// themselves.
class JsonWriter final
{
public:
    static constexpr qsizetype usualSize = 512;

    enum class Begins { Anew, BehindAValue };

    /// Makes room for so many bytes; more takes making room again. One that begins behind a value goes on in
    /// an object or array that stands elsewhere.
    explicit JsonWriter(qsizetype size = usualSize, Begins begins = Begins::Anew);

    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    /// Plain ASCII letters, digits and underscores.
    JsonWriter &key(QByteArrayView name);
    JsonWriter &key(QLatin1StringView name) { return key(QByteArrayView(name.data(), name.size())); }
    JsonWriter &key(QStringView name);
    JsonWriter &text(QStringView value);
    /// ASCII or Latin-1.
    JsonWriter &text(QLatin1StringView value);
    template <typename Tag>
    JsonWriter &id(const UuidId<Tag> &id)
    {
        return plain(UuidText(id.uuid()).view());
    }
    JsonWriter &number(qint64 value);
    JsonWriter &amount(Money value);
    /// As toIsoText().
    JsonWriter &moment(Instant value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    JsonWriter &value(const QJsonValue &value);
    /// JSON text that is a whole value.
    JsonWriter &raw(QByteArrayView json);

    /// What was written; the writer is empty afterwards.
    QByteArray take();

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    JsonWriter &array(const QJsonArray &values);
    JsonWriter &object(const QJsonObject &members);
    /// ASCII that needs no escape.
    JsonWriter &plain(QLatin1StringView value);
    void separate();
    void put(char character) { *extend(1) = character; }
    void put(QByteArrayView text);
    void putEscaped(QByteArrayView utf8);
    void putNumber(qint64 value);
    /// Room for that many bytes at the end, to be written at once.
    char *extend(qsizetype size)
    {
        if (m_size + size > m_out.size())
            grow(size);
        char *const room = m_data + m_size;
        m_size += size;
        return room;
    }
    void grow(qsizetype size);

    QByteArray m_out; // longer than what is written
    char *m_data = nullptr; // of m_out
    qsizetype m_size = 0; // of what is written
    bool m_needsComma = false;
};

} // namespace holdfast::http
