// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/flat_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace holdfast {

namespace {

using Value = std::variant<QString, double>;

// Finds where each value ends; what the value is, Qt's own parser says.
class FlatJsonReader final
{
public:
    explicit FlatJsonReader(QByteArrayView text)
        : m_rest(text)
    {
    }

    std::optional<FlatJson> object()
    {
        FlatJson members;
        if (!take('{'))
            return std::nullopt;
        if (take('}'))
            return m_rest.isEmpty() ? std::optional(members) : std::nullopt;
        do {
            if (!addMember(members))
                return std::nullopt;
        } while (take(','));
        return take('}') && m_rest.isEmpty() ? std::optional(members) : std::nullopt;
    }

private:
    bool addMember(FlatJson &members)
    {
        const auto name = value();
        const auto *text = name ? std::get_if<QString>(&*name) : nullptr;
        if (!text || members.contains(*text) || !take(':'))
            return false;
        const auto member = value();
        if (member)
            members.insert(*text, *member);
        return member.has_value();
    }

    bool take(char character)
    {
        const bool isThere = m_rest.startsWith(character);
        if (isThere)
            m_rest = m_rest.sliced(1);
        return isThere;
    }

    std::optional<Value> value()
    {
        const auto length = m_rest.startsWith('"') ? textLength() : numberLength();
        const QByteArrayView raw = m_rest.first(length);
        m_rest = m_rest.sliced(length);
        return decoded(raw);
    }

    // With both quotation marks; nothing when the closing one is missing, or for an escape that JSON does not
    // know (Qt takes any).
    qsizetype textLength() const
    {
        for (qsizetype i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] == '"')
                return i + 1;
            if (m_rest[i] == '\\'
                && (++i == m_rest.size() || !QByteArrayView("\"\\/bfnrtu").contains(m_rest[i])))
                break;
        }
        return 0;
    }

    qsizetype numberLength() const
    {
        qsizetype length = 0;
        while (length < m_rest.size() && QByteArrayView("+-.0123456789Ee").contains(m_rest[length]))
            ++length;
        return length;
    }

    static std::optional<Value> decoded(QByteArrayView raw)
    {
        const QByteArray array = '[' + raw.toByteArray() + ']';
        const auto values = QJsonDocument::fromJson(array).array();
        if (values.size() != 1)
            return std::nullopt;
        if (values.first().isString())
            return values.first().toString();
        return values.first().isDouble() ? std::optional<Value>(values.first().toDouble()) : std::nullopt;
    }

    QByteArrayView m_rest;
};

} // namespace

std::optional<FlatJson> readFlatJson(QByteArrayView text)
{
    return FlatJsonReader(text).object();
}

} // namespace holdfast
