// SPDX-License-Identifier: GPL-3.0-only
#include "database/sql_array.h"

#include <array>
#include <charconv>

namespace holdfast {

SqlArray::SqlArray(qsizetype elements, qsizetype charactersEach)
{
    m_text.reserve(2 + elements * (charactersEach + 1));
    m_text.append(u'{');
}

void SqlArray::separate()
{
    if (m_text.size() > 1)
        m_text.append(u',');
}

SqlArray &SqlArray::add(qint64 number)
{
    std::array<char, 20> digits; // -9223372036854775808
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    separate();
    m_text.append(QLatin1StringView(digits.data(), end - digits.data()));
    return *this;
}

SqlArray &SqlArray::add(const QUuid &uuid)
{
    separate();
    m_text.append(UuidText(uuid).view());
    return *this;
}

// Text is quoted always: so NULL, blanks, braces and the empty text need no further thought.
SqlArray &SqlArray::add(QStringView text)
{
    separate();
    m_text.append(u'"');
    addQuoted(text);
    m_text.append(u'"');
    return *this;
}

void SqlArray::addQuoted(QStringView text)
{
    const auto isSpecial = [](QChar character) { return character == u'"' || character == u'\\'; };
    auto rest = text.begin();
    for (auto at = rest; at != text.end(); ++at) {
        if (!isSpecial(*at))
            continue;
        m_text.append(QStringView(rest, at));
        m_text.append(u'\\');
        rest = at;
    }
    m_text.append(QStringView(rest, text.end()));
}

SqlArray &SqlArray::addNull()
{
    separate();
    m_text.append(QLatin1StringView("NULL"));
    return *this;
}

QString SqlArray::take()
{
    m_text.append(u'}');
    return std::move(m_text);
}

} // namespace holdfast
