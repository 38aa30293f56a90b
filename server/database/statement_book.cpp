// SPDX-License-Identifier: GPL-3.0-only
#include "database/statement_book.h"

#include "database/embedded_sql.h"
#include "database/statement_parser.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct NamedText
{
    QString name;
    QString text;
};

// Cuts a file at its `-- name:` lines. What stands above the first may only be comments.
std::expected<std::vector<NamedText>, QString> cutAtNames(const QString &content)
{
    static const QRegularExpression heading(u"^--\\s*name:\\s*(.*?)\\s*$"_s);
    static const QRegularExpression properName(u"^[a-z][a-z0-9_]*$"_s);
    std::vector<NamedText> texts;
    for (const auto &line : content.split(u'\n')) {
        if (const auto match = heading.match(line); match.hasMatch()) {
            if (!properName.match(match.captured(1)).hasMatch())
                return std::unexpected(
                    QString(u"'"_s + match.captured(1) + u"' is no name of a statement"_s));
            texts.push_back({match.captured(1), {}});
        } else if (!texts.empty()) {
            texts.back().text.append(line + u'\n');
        } else if (!line.trimmed().isEmpty() && !line.startsWith("--"_L1)) {
            return std::unexpected(u"SQL above the first '-- name:' line"_s);
        }
    }
    return texts;
}

std::expected<QString, QString> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(file.errorString());
    return QString::fromUtf8(file.readAll());
}

} // namespace

std::expected<void, QString> StatementBook::addFile(const QString &path)
{
    const auto content = contentOf(path);
    if (!content)
        return std::unexpected(content.error());
    const auto texts = cutAtNames(*content);
    if (!texts)
        return std::unexpected(texts.error());
    for (const auto &[name, text] : *texts) {
        const auto statement = parseStatement(name, text);
        if (!statement)
            return std::unexpected(QString(name + u": "_s + statement.error()));
        if (!m_statements.emplace(name, *statement).second)
            return std::unexpected(QString(u"the name "_s + name + u" is used twice"_s));
    }
    return {};
}

std::expected<StatementBook, QString> StatementBook::fromFolder(const QString &folder)
{
    StatementBook book{Empty()};
    const QDir directory(folder);
    for (const auto &file : directory.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        if (const auto added = book.addFile(directory.filePath(file)); !added)
            return std::unexpected(QString(file + u": "_s + added.error()));
    }
    return book;
}

StatementBook::StatementBook()
{
    loadEmbeddedSql();
    auto book = fromFolder(u":/sql/statements"_s);
    if (!book)
        qFatal("Built-in statements: %s", qPrintable(book.error()));
    m_statements = std::move(book->m_statements);
}

const Statement &StatementBook::statement(QLatin1StringView name) const
{
    const auto found = m_statements.find(name);
    if (found == m_statements.end())
        qFatal("There is no statement named %.*s in sql/statements", static_cast<int>(name.size()),
               name.data());
    return found->second;
}

QStringList StatementBook::names() const
{
    QStringList names;
    for (const auto &[name, statement] : m_statements)
        names.append(name);
    return names;
}

} // namespace holdfast
