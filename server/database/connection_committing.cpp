// SPDX-License-Identifier: GPL-3.0-only
// Calls past Qt's driver, on its own libpq connection: it knows neither arguments in binary nor libpq's
// pipelines.
#include "database/connection.h"

#include <QSqlDriver>

#include <libpq-fe.h>

#include <algorithm>
#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using Result = BinaryRows::Result;

constexpr int isBinary = 1;

bool isDone(const Result &result)
{
    const auto status = PQresultStatus(result.get());
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

void send(PGconn *connection, const char *command)
{
    PQsendQueryParams(connection, command, 0, nullptr, nullptr, nullptr, nullptr, 0);
}

void send(PGconn *connection, const QString &name, const BinaryArguments &arguments)
{
    std::vector<const char *> values;
    std::vector<int> lengths;
    for (const auto &value : arguments.values()) {
        values.push_back(value.constData());
        lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> formats(values.size(), isBinary);
    PQsendQueryPrepared(connection, qPrintable(name), static_cast<int>(values.size()), values.data(),
                        lengths.data(), formats.data(), isBinary);
}

// A statement's results end with none. Nothing at all comes from a connection that is broken.
Result resultOfNext(PGconn *connection)
{
    Result told(PQgetResult(connection));
    while (told && Result(PQgetResult(connection))) { }
    return told;
}

// Ends the pipeline. The first that failed tells why; those after it were not tried.
Result lastOrFailed(PGconn *connection, int statements)
{
    Result told;
    for (int statement = 0; statement < statements; ++statement) {
        auto result = resultOfNext(connection);
        if (!told || isDone(told))
            told = std::move(result);
    }
    const Result synchronised(PQgetResult(connection));
    PQexitPipelineMode(connection);
    return told;
}

QString field(const Result &result, int code)
{
    return QString::fromUtf8(PQresultErrorField(result.get(), code));
}

SqlError errorOf(PGconn *connection, const Result &result)
{
    const auto sqlState = field(result, PG_DIAG_SQLSTATE);
    const auto *text = result ? PQresultErrorMessage(result.get()) : PQerrorMessage(connection);
    return {.kind = sqlErrorKind(sqlState),
            .sqlState = sqlState,
            .text = QString::fromUtf8(text).trimmed(),
            .constraint = field(result, PG_DIAG_CONSTRAINT_NAME)};
}

} // namespace

std::expected<BinaryRows, SqlError> Connection::callTogether(const std::vector<BinaryCall> &calls)
{
    const auto names = preparedFor(calls);
    if (!names)
        return std::unexpected(names.error());
    auto *connection = handle();
    PQenterPipelineMode(connection);
    const bool begins = std::exchange(m_isBeginDue, false);
    if (begins)
        holdfast::send(connection, "BEGIN");
    for (size_t index = 0; index < calls.size(); ++index)
        holdfast::send(connection, names->at(static_cast<qsizetype>(index)), calls[index].arguments);
    PQpipelineSync(connection);
    auto told = lastOrFailed(connection, static_cast<int>(calls.size()) + (begins ? 1 : 0));
    if (!isDone(told))
        return std::unexpected(failed(errorOf(connection, told)));
    return BinaryRows(std::move(told), names->back());
}

CommittingCall Connection::callCommitting(const std::vector<BinaryCall> &calls)
{
    const auto names = preparedFor(calls);
    if (!names)
        return CommittingCall(*this, 0, std::unexpected(names.error()));
    auto *connection = handle();
    PQenterPipelineMode(connection);
    const bool begins = std::exchange(m_isBeginDue, false);
    if (begins)
        holdfast::send(connection, "BEGIN");
    for (size_t index = 0; index < calls.size(); ++index) {
        holdfast::send(connection, names->at(static_cast<qsizetype>(index)), calls[index].arguments);
        if (index == 0)
            PQsendFlushRequest(connection);
    }
    holdfast::send(connection, "COMMIT");
    PQpipelineSync(connection);

    const auto begun = begins ? resultOfNext(connection) : Result();
    auto first = resultOfNext(connection);
    const auto statementsAfter = static_cast<int>(calls.size());
    if (isDone(first))
        return CommittingCall(*this, statementsAfter, BinaryRows(std::move(first), names->front()));
    auto error = errorOf(connection, begun && !isDone(begun) ? begun : first);
    static_cast<void>(finishCommitting(statementsAfter));
    return CommittingCall(*this, 0, std::unexpected(failed(std::move(error))));
}

std::expected<QStringList, SqlError> Connection::preparedFor(const std::vector<BinaryCall> &calls)
{
    QStringList names;
    for (const auto &call : calls) {
        auto name = preparedFor(call);
        if (!name)
            return std::unexpected(std::move(name.error()));
        names.push_back(*std::move(name));
    }
    return names;
}

std::expected<QString, SqlError> Connection::preparedFor(const BinaryCall &call)
{
    const Statement &statement = m_book.statement(call.statement);
    if (static_cast<qsizetype>(call.arguments.values().size()) != statement.arguments.size())
        qFatal("The statement %s takes %d arguments", qPrintable(statement.name),
               static_cast<int>(statement.arguments.size()));
    return prepared(statement);
}

std::expected<void, SqlError> Connection::finishCommitting(int statements)
{
    auto *connection = handle();
    const auto told = lastOrFailed(connection, statements);
    // A transaction in which something failed ends with COMMIT by being rolled back.
    const bool isCommitted = isDone(told) && qstrcmp(PQcmdStatus(told.get()), "COMMIT") == 0;
    if (isCommitted) {
        m_isInTransaction = false;
        return {};
    }
    const auto error = failed(errorOf(connection, told));
    if (isOpen())
        static_cast<void>(rollback());
    return std::unexpected(error);
}

// Which of several statements the session does not know any more is not told; next time all are prepared
// anew.
SqlError Connection::failed(SqlError error)
{
    if (error.wantsNewPreparation())
        m_prepared.clear();
    return failure(std::move(error));
}

pg_conn *Connection::handle() const
{
    return *static_cast<PGconn *const *>(m_database.driver()->handle().constData());
}

CommittingCall::CommittingCall(Connection &connection, int statementsAfter,
                               std::expected<BinaryRows, SqlError> rows)
    : m_connection(statementsAfter > 0 ? &connection : nullptr)
    , m_statementsAfter(statementsAfter)
    , m_rows(std::move(rows))
{
}

CommittingCall::CommittingCall(CommittingCall &&other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
    , m_statementsAfter(other.m_statementsAfter)
    , m_rows(std::move(other.m_rows))
{
}

CommittingCall::~CommittingCall()
{
    if (m_connection)
        static_cast<void>(committed());
}

std::expected<void, SqlError> CommittingCall::committed()
{
    auto *connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return std::unexpected(m_rows.error());
    return connection->finishCommitting(m_statementsAfter);
}

} // namespace holdfast
