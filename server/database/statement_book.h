// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QLatin1String>
#include <QString>
#include <QStringList>

#include <expected>
#include <functional>
#include <map>

namespace holdfast {

/// One named statement, ready for PREPARE: comments removed, placeholders numbered.
struct Statement
{
    QString name;
    /// The text with $1, $2, … for its placeholders.
    QString sql;
    /// The name of each placeholder in the order in which arguments are given; `?` for those without one.
    QStringList arguments;
    /// PostgreSQL prepares SELECT, INSERT and their like; what it does not (DO, CREATE, …) takes no
    /// arguments.
    bool isPreparable = true;
};

/// All statements of sql/statements, by name. Immutable once read: any thread may use it.
///
/// A file holds any number of statements, each headed by a line `-- name: list_products`, then comments, then
/// one SQL statement with placeholders `:limit` (the same name again is the same argument) or `?`. Arguments
/// are given in the order in which placeholders first appear.
class StatementBook final
{
public:
    /// The statements built into the program. A fault in them is a bug and ends the program.
    StatementBook();

    /// Reads every *.sql of a folder; the error names file and fault (no name, empty statement, a name used
    /// twice).
    static std::expected<StatementBook, QString> fromFolder(const QString &folder);

    /// An unknown name is a bug and ends the program.
    const Statement &statement(QLatin1StringView name) const;
    QStringList names() const;

private:
    struct Empty
    {
    };
    explicit StatementBook(Empty) { }

    std::expected<void, QString> addFile(const QString &path);

    std::map<QString, Statement, std::less<>> m_statements;
};

} // namespace holdfast
