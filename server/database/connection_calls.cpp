// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>

#include <algorithm>
#include <utility>

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

/// As it stands in a statement.
void appendLiteral(QString &sql, const QSqlDriver &driver, const QVariant &value)
{
    if (value.typeId() == QMetaType::QString) {
        const auto &text = *static_cast<const QString *>(value.constData());
        // The driver looks for both by copying; arrays of thousands of ids have neither.
        if (!text.contains(u'\'') && !text.contains(u'\\')) {
            sql += u'\'' + text + u'\'';
            return;
        }
    }
    QSqlField field(QString(), value.metaType());
    field.setValue(value);
    sql += driver.formatValue(field);
}

qsizetype sizeOf(const SqlArgument &argument)
{
    constexpr qsizetype usualNumber = 12;
    const auto &value = argument.value();
    return value.typeId() == QMetaType::QString ? static_cast<const QString *>(value.constData())->size()
                                                : usualNumber;
}

QString executeText(const QSqlDriver &driver, const QString &name, SqlArguments arguments)
{
    constexpr qsizetype marksEach = 3;
    QString text = u"EXECUTE "_s + name;
    qsizetype size = text.size() + 1;
    for (const auto &argument : arguments)
        size += sizeOf(argument) + marksEach;
    text.reserve(size);
    QChar separator = u'(';
    for (const auto &argument : arguments) {
        text += separator;
        appendLiteral(text, driver, argument.value());
        separator = u',';
    }
    if (arguments.size() > 0)
        text += u')';
    return text;
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
    const bool isFirst = !m_isInTransaction || m_isBeginDue;
    auto rows = execute(statement, arguments);
    if (rows || !rows.error().wantsNewPreparation())
        return rows;
    m_prepared.erase(&statement);
    if (!isFirst)
        return rows;
    if (m_isInTransaction) {
        if (auto ended = rollback(); !ended)
            return std::unexpected(std::move(ended.error()));
        if (auto begun = begin(); !begun)
            return std::unexpected(std::move(begun.error()));
    }
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
    const auto name = prepared(statement);
    if (!name)
        return std::unexpected(name.error());
    auto query = send(executeText(*m_database.driver(), *name, arguments));
    if (!query)
        return std::unexpected(std::move(query.error()));
    return Rows(*std::move(query), statement.name);
}

// A transaction that is yet to begin is none of its business: what is prepared stays.
std::expected<QString, SqlError> Connection::prepared(const Statement &statement)
{
    if (!isOpen())
        return std::unexpected(notConnected());
    if (const auto known = m_prepared.find(&statement); known != m_prepared.end())
        return known->second;
    const QString name = statement.name + u'_' + QString::number(++m_preparations);
    QSqlQuery query(m_database);
    if (!query.exec(u"PREPARE "_s + name + u" AS "_s + statement.sql))
        return std::unexpected(failure(query.lastError()));
    return m_prepared.emplace(&statement, name).first->second;
}

std::expected<Rows, SqlError> Connection::query(const QString &sql)
{
    auto query = send(sql);
    if (!query)
        return std::unexpected(std::move(query.error()));
    return Rows(*std::move(query), sql.left(60));
}

// The driver reports the first statement's error by itself; those of the others come with their results.
std::expected<void, SqlError> Connection::run(const QString &sql)
{
    const auto query = send(sql);
    if (!query)
        return std::unexpected(query.error());
    while ((*query)->nextResult()) { }
    if ((*query)->lastError().isValid())
        return std::unexpected(failure((*query)->lastError()));
    return {};
}

// The result after BEGIN's is the text's own.
std::expected<std::unique_ptr<QSqlQuery>, SqlError> Connection::send(const QString &sql)
{
    if (!isOpen())
        return std::unexpected(notConnected());
    auto query = std::make_unique<QSqlQuery>(m_database);
    const bool begins = std::exchange(m_isBeginDue, false);
    if (!query->exec(begins ? u"BEGIN; "_s + sql : sql) || (begins && !query->nextResult()))
        return std::unexpected(failure(query->lastError()));
    return query;
}

} // namespace holdfast
