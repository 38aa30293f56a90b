// SPDX-License-Identifier: GPL-3.0-only
#include "http/json_members.h"

#include "http/edge/characters.h"

#include <algorithm>
#include <utility>

namespace holdfast::http {

namespace {

bool isBlank(char character)
{
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

bool isPlain(char character)
{
    return character >= ' ' && character < '\x7f' && character != '\\';
}

/// Each read gives nothing for what is not plain, and then leaves the rest as it happens to be.
class PlainReader final
{
public:
    explicit PlainReader(QByteArrayView json)
        : m_at(json.begin())
        , m_end(json.end())
    {
    }

    std::optional<JsonMembers> object()
    {
        JsonMembers members;
        if (!take('{'))
            return std::nullopt;
        if (!take('}')) {
            do {
                if (!addMember(members))
                    return std::nullopt;
            } while (take(','));
            if (!take('}'))
                return std::nullopt;
        }
        skipBlanks();
        return m_at == m_end ? std::optional(std::move(members)) : std::nullopt;
    }

private:
    void skipBlanks() { m_at = std::find_if_not(m_at, m_end, isBlank); }

    bool take(char character)
    {
        skipBlanks();
        const bool isThere = m_at != m_end && *m_at == character;
        m_at += isThere ? 1 : 0;
        return isThere;
    }

    bool addMember(JsonMembers &members)
    {
        const auto name = text();
        if (!name || !take(':'))
            return false;
        const auto place = std::ranges::lower_bound(members, *name, {}, &JsonMember::name);
        // Of two the last would count.
        if (place != members.end() && place->name == *name)
            return false;
        skipBlanks();
        const auto value = this->value();
        if (value.isUndefined())
            return false;
        members.insert(place, {QByteArray::fromRawData(name->data(), name->size()), value});
        return true;
    }

    std::optional<QByteArrayView> text()
    {
        if (!take('"'))
            return std::nullopt;
        const char *const start = m_at;
        while (m_at != m_end && *m_at != '"' && isPlain(*m_at))
            ++m_at;
        const QByteArrayView found(start, m_at);
        return m_at != m_end && *m_at++ == '"' ? std::optional(found) : std::nullopt;
    }

    QJsonValue value()
    {
        if (m_at == m_end)
            return QJsonValue::Undefined;
        if (*m_at == '-' || characters::isDigit(*m_at))
            return number();
        if (*m_at == '"') {
            const auto found = text();
            return found ? QJsonValue(QString::fromLatin1(*found)) : QJsonValue::Undefined;
        }
        return word();
    }

    QJsonValue number()
    {
        constexpr std::ptrdiff_t digitsMax = 15; // that is exact in a double, too
        const bool isNegative = *m_at == '-';
        const char *const start = m_at + (isNegative ? 1 : 0);
        m_at = std::find_if_not(start, m_end, characters::isDigit);
        const auto digits = m_at - start;
        const bool isPlainNumber = digits > 0 && digits <= digitsMax && (*start != '0' || digits == 1);
        // What is odd (-0, 007, 1.5, 1e3) is left to the other parser, which sees what follows.
        if (!isPlainNumber || (isNegative && *start == '0'))
            return QJsonValue::Undefined;
        qint64 number = 0;
        for (const char digit : QByteArrayView(start, m_at))
            number = number * 10 + (digit - '0');
        return isNegative ? -number : number;
    }

    QJsonValue word()
    {
        for (const auto &[word, value] : {std::pair(QByteArrayView("true"), QJsonValue(true)),
                                          std::pair(QByteArrayView("false"), QJsonValue(false)),
                                          std::pair(QByteArrayView("null"), QJsonValue())}) {
            if (QByteArrayView(m_at, m_end).startsWith(word)) {
                m_at += word.size();
                return value;
            }
        }
        return QJsonValue::Undefined;
    }

    const char *m_at;
    const char *const m_end;
};

} // namespace

JsonMembers membersOf(const QJsonObject &object)
{
    JsonMembers members;
    members.reserve(object.size());
    for (auto member = object.begin(); member != object.end(); ++member)
        members.append({member.key().toUtf8(), *member});
    return members;
}

std::optional<JsonMembers> readPlainObject(QByteArrayView json)
{
    return PlainReader(json).object();
}

} // namespace holdfast::http
