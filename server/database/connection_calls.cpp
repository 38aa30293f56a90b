// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

#include <QSqlError>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// The text would end at the zero, in the middle of a quotation.
bool holdsZero(SqlArguments arguments)
{
    return std::ranges::any_of(arguments, [](const SqlArgument &argument) {
        return argument.value().typeId() == QMetaType::QString
            && static_cast<const QString *>(argument.value().constData())->contains(QChar(u'\0'));
    });
}

// Another session changed what the statement returns, or a pooler gave us a session that never saw it.
// Nothing has run yet, so it can be prepared anew and tried again.
bool wantsNewPreparation(const SqlError &error)
{
    return error.sqlState == "26000"_L1
        || (error.sqlState == "0A000"_L1 && error.text.contains("cached plan"_L1));
}

} // namespace

std::expected<Rows, SqlError> Connection::call(QLatin1StringView name, SqlArguments arguments)
{
    const Statement &statement = m_book.statement(name);
    if (static_cast<qsizetype>(arguments.size()) != statement.arguments.size())
        qFatal("The statement %s takes %d arguments", qPrintable(name),
               static_cast<int>(statement.arguments.size()));
    if (!statement.isPreparable)
        return query(statement.sql);
    auto rows = execute(statement, arguments);
    if (rows || m_isInTransaction || !wantsNewPreparation(rows.error()))
        return rows;
    m_prepared.erase(&statement);
    return execute(statement, arguments);
}

std::expected<void, SqlError> Connection::perform(QLatin1StringView statement, SqlArguments arguments)
{
    if (const auto rows = call(statement, arguments); !rows)
        return std::unexpected(rows.error());
    return {};
}

std::expected<Rows, SqlError> Connection::execute(const Statement &statement, SqlArguments arguments)
{
    if (holdsZero(arguments)) {
        return std::unexpected(SqlError{.kind = SqlError::Kind::Other,
                                        .sqlState = u"22021"_s,
                                        .text = u"text with U+0000 for "_s + statement.name,
                                        .constraint = {}});
    }
    const auto query = prepared(statement);
    if (!query)
        return std::unexpected(query.error());
    int position = 0;
    for (const auto &argument : arguments)
        (*query)->bindValue(position++, argument.value());
    if (!(*query)->exec())
        return std::unexpected(failure((*query)->lastError()));
    return Rows(*query, statement.name);
}

std::expected<std::shared_ptr<QSqlQuery>, SqlError> Connection::prepared(const Statement &statement)
{
    if (!isOpen())
        return std::unexpected(notConnected());
    if (const auto known = m_prepared.find(&statement); known != m_prepared.end()) {
        if (known->second.use_count() > 1)
            qFatal("The statement %s was called again while its rows were being read",
                   qPrintable(statement.name));
        return known->second;
    }
    auto query = std::make_shared<QSqlQuery>(m_database);
    if (!query->prepare(statement.sql))
        return std::unexpected(failure(query->lastError()));
    m_prepared.emplace(&statement, query);
    return query;
}

std::expected<Rows, SqlError> Connection::query(const QString &sql)
{
    const auto query = executeText(sql);
    if (!query)
        return std::unexpected(query.error());
    return Rows(*query, sql.left(60));
}

// The driver reports the first statement's error by itself; those of the others come with their results.
std::expected<void, SqlError> Connection::run(const QString &sql)
{
    const auto query = executeText(sql);
    if (!query)
        return std::unexpected(query.error());
    while ((*query)->nextResult()) { }
    if ((*query)->lastError().isValid())
        return std::unexpected(failure((*query)->lastError()));
    return {};
}

std::expected<std::shared_ptr<QSqlQuery>, SqlError> Connection::executeText(const QString &sql)
{
    if (!isOpen())
        return std::unexpected(notConnected());
    auto query = std::make_shared<QSqlQuery>(m_database);
    if (!query->exec(sql))
        return std::unexpected(failure(query->lastError()));
    return query;
}

} // namespace holdfast
