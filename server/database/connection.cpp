// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

#include "database/connect_options.h"

#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlError>

#include <atomic>
#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString uniqueName()
{
    static std::atomic<quint64> count = 0;
    return u"holdfast-"_s + QString::number(++count);
}

// Qt keeps only the message of an error, so the name is read from it.
QString constraintIn(const QString &message)
{
    static const QRegularExpression pattern(u"constraint \"([^\"]+)\""_s);
    return pattern.match(message).captured(1);
}

SqlError unavailable(const QString &text)
{
    return {.kind = SqlError::Kind::Unavailable, .sqlState = {}, .text = text, .constraint = {}};
}

QString milliseconds(std::chrono::milliseconds duration)
{
    return QString::number(duration.count());
}

} // namespace

Connection::Connection(ConnectionSettings settings, const StatementBook &book, SessionLimits limits)
    : m_settings(std::move(settings))
    , m_book(book)
    , m_limits(limits)
    , m_thread(std::this_thread::get_id())
    , m_name(uniqueName())
{
}

Connection::~Connection()
{
    close();
}

void Connection::requireOwnThread() const
{
    if (std::this_thread::get_id() != m_thread)
        qFatal("The SQL connection %s was used outside its thread", qPrintable(m_name));
}

std::expected<void, SqlError> Connection::open()
{
    close();
    auto opened = connectToServer();
    if (opened)
        opened = setUpSession();
    if (opened)
        opened = subscribeAll();
    if (!opened)
        close();
    return opened;
}

std::expected<void, SqlError> Connection::connectToServer()
{
    const auto options = connectOptions(m_settings, connectTimeout);
    if (!options)
        return std::unexpected(unavailable(options.error()));
    m_database = QSqlDatabase::addDatabase(u"QPSQL"_s, m_name);
    if (!m_database.isValid())
        return std::unexpected(unavailable(u"Qt's PostgreSQL driver (QPSQL) is not installed"_s));
    m_database.setHostName(hostList(m_settings));
    m_database.setUserName(m_settings.user);
    m_database.setPassword(m_settings.password);
    m_database.setDatabaseName(m_settings.database);
    m_database.setConnectOptions(*options);
    if (!m_database.open())
        return std::unexpected(unavailable(m_database.lastError().databaseText().trimmed()));
    return {};
}

std::expected<void, SqlError> Connection::setUpSession()
{
    const QString searchPath = u'"' + m_settings.schema + u"\", pg_temp"_s;
    return perform("set_up_session"_L1,
                   {searchPath, milliseconds(m_limits.lock), milliseconds(m_limits.statement),
                    milliseconds(m_limits.idleInTransaction)});
}

void Connection::close()
{
    requireOwnThread();
    m_notificationContext.reset();
    m_isInTransaction = false;
    m_isBeginDue = false;
    if (m_database.isValid()) {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    m_prepared.clear();
}

bool Connection::isOpen() const
{
    requireOwnThread();
    return m_database.isOpen();
}

std::expected<void, SqlError> Connection::begin()
{
    if (!isOpen())
        return std::unexpected(notConnected());
    m_isInTransaction = true;
    m_isBeginDue = true;
    return {};
}

std::expected<void, SqlError> Connection::commit()
{
    return endTransaction(&QSqlDatabase::commit);
}

std::expected<void, SqlError> Connection::rollback()
{
    // What committed by itself is over.
    return m_isInTransaction ? endTransaction(&QSqlDatabase::rollback) : std::expected<void, SqlError>();
}

std::expected<void, SqlError> Connection::endTransaction(bool (QSqlDatabase::*end)())
{
    m_isInTransaction = false;
    if (!isOpen())
        return std::unexpected(notConnected());
    if (std::exchange(m_isBeginDue, false))
        return {};
    if (!(m_database.*end)())
        return std::unexpected(failure(m_database.lastError()));
    return {};
}

SqlError Connection::notConnected()
{
    return {.kind = SqlError::Kind::ConnectionLost,
            .sqlState = {},
            .text = u"there is no connection"_s,
            .constraint = {}};
}

SqlError Connection::failure(const QSqlError &error)
{
    const QString message = error.databaseText().trimmed();
    return failure({.kind = sqlErrorKind(error.nativeErrorCode()),
                    .sqlState = error.nativeErrorCode(),
                    .text = message.isEmpty() ? error.driverText() : message,
                    .constraint = constraintIn(message)});
}

SqlError Connection::failure(SqlError error)
{
    if (!m_database.isOpen())
        error.kind = SqlError::Kind::ConnectionLost;
    if (error.kind == SqlError::Kind::ConnectionLost)
        close();
    return error;
}

} // namespace holdfast
