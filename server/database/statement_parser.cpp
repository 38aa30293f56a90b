// SPDX-License-Identifier: GPL-3.0-only
#include "database/statement_parser.h"

#include <QRegularExpression>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

bool isNameStart(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z')
        || character == u'_';
}

bool isNamePart(QChar character)
{
    return isNameStart(character) || (character >= u'0' && character <= u'9');
}

// Walks the text once, copying what stays. Each step takes one token off the front of the rest.
class Scanner final
{
public:
    explicit Scanner(QStringView text)
        : m_rest(text)
    {
    }

    std::expected<void, QString> scan()
    {
        while (!m_rest.isEmpty() && m_fault.isEmpty())
            step();
        if (!m_fault.isEmpty())
            return std::unexpected(m_fault);
        return {};
    }

    QString takeSql() { return std::move(m_sql).trimmed(); }
    QStringList takeArguments() { return std::move(m_arguments); }

private:
    void step()
    {
        if (m_rest.startsWith("--"_L1))
            skipTo(m_rest.indexOf(u'\n'), 0);
        else if (m_rest.startsWith("/*"_L1))
            skipTo(m_rest.indexOf("*/"_L1, 2), 2);
        else if (m_rest.front() == u'\'' || m_rest.front() == u'"')
            copyQuoted(m_rest.first(1));
        else if (m_rest.front() == u'$')
            dollar();
        else if (m_rest.front() == u':')
            colon();
        else if (m_rest.front() == u'?')
            addPlaceholder(1, u"?"_s);
        else
            copyPlain();
    }

    void copy(qsizetype length)
    {
        m_sql.append(m_rest.first(length));
        m_rest = m_rest.sliced(length);
    }

    // A comment parts two words, as a blank does.
    void skipTo(qsizetype end, qsizetype closing)
    {
        m_sql.append(u' ');
        m_rest = end < 0 ? QStringView() : m_rest.sliced(end + closing);
    }

    // A doubled quote inside is simply the next quotation, right behind the first.
    void copyQuoted(QStringView quote)
    {
        const auto end = m_rest.indexOf(quote, quote.size());
        if (end < 0)
            m_fault = u"a quotation is not closed"_s;
        else
            copy(end + quote.size());
    }

    void dollar()
    {
        qsizetype length = 1;
        while (length < m_rest.size() && isNamePart(m_rest[length]))
            ++length;
        if (length < m_rest.size() && m_rest[length] == u'$')
            copyQuoted(m_rest.first(length + 1));
        else
            m_fault = u"'$' outside a quotation; name placeholders like :limit"_s;
    }

    void colon()
    {
        if (m_rest.startsWith("::"_L1))
            return copy(2);
        qsizetype length = 1;
        while (length < m_rest.size() && isNamePart(m_rest[length]))
            ++length;
        if (length > 1 && !isNameStart(m_rest[1]))
            m_fault = u"':' before a digit, which the driver takes for a placeholder; part them by a blank"_s;
        else if (length > 1)
            addPlaceholder(length, m_rest.sliced(1, length - 1).toString());
        else
            copy(1);
    }

    void addPlaceholder(qsizetype length, const QString &name)
    {
        auto index = name == u"?" ? -1 : m_arguments.indexOf(name);
        if (index < 0) {
            index = m_arguments.size();
            m_arguments.append(name);
        }
        m_sql.append(u'$' + QString::number(index + 1));
        m_rest = m_rest.sliced(length);
    }

    // A name is taken whole: in it, '$' is a letter like any other.
    void copyPlain()
    {
        if (m_rest.front() == u';' && !onlyBlanksAndComments(m_rest.sliced(1)))
            m_fault = u"more than one statement"_s;
        if (!isNameStart(m_rest.front()))
            return copy(1);
        qsizetype length = 1;
        while (length < m_rest.size() && (isNamePart(m_rest[length]) || m_rest[length] == u'$'))
            ++length;
        copy(length);
    }

    static bool onlyBlanksAndComments(QStringView text)
    {
        static const QRegularExpression pattern(uR"(\A(?:\s+|--[^\n]*(?:\n|\z)|/\*.*?\*/)*\z)"_s,
                                                QRegularExpression::DotMatchesEverythingOption);
        return pattern.match(text).hasMatch();
    }

    QStringView m_rest;
    QString m_sql;
    QStringList m_arguments;
    QString m_fault;
};

bool isPreparable(const QString &sql)
{
    static const QRegularExpression pattern(u"^(?:select|insert|update|delete|merge|with|values)\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(sql).hasMatch();
}

} // namespace

std::expected<Statement, QString> parseStatement(const QString &name, const QString &text)
{
    Scanner scanner(text);
    if (const auto scanned = scanner.scan(); !scanned)
        return std::unexpected(scanned.error());
    Statement statement{name, scanner.takeSql(), scanner.takeArguments()};
    if (statement.sql.endsWith(u';'))
        statement.sql.chop(1);
    if (statement.sql.isEmpty())
        return std::unexpected(u"no SQL below the name"_s);
    statement.isPreparable = isPreparable(statement.sql);
    if (!statement.isPreparable && !statement.arguments.isEmpty())
        return std::unexpected(
            u"PostgreSQL prepares no statement of this kind, so it cannot have placeholders"_s);
    return statement;
}

} // namespace holdfast
