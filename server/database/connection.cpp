// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

#include "database/connect_options.h"

#include <QAbstractEventDispatcher>
#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlError>

#include <algorithm>
#include <atomic>

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

SqlError connectionLost(const QString &text)
{
    return {.kind = SqlError::Kind::ConnectionLost, .sqlState = {}, .text = text, .constraint = {}};
}

QString milliseconds(std::chrono::milliseconds duration)
{
    return QString::number(duration.count());
}

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

// The driver goes first: prepared queries that outlive it ask nothing more of the server, where otherwise
// each would make a round trip, or a warning if the connection is broken.
void Connection::close()
{
    requireOwnThread();
    m_notificationContext.reset();
    m_isInTransaction = false;
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
        return std::unexpected(connectionLost(u"there is no connection"_s));
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
        return std::unexpected(connectionLost(u"there is no connection"_s));
    auto query = std::make_shared<QSqlQuery>(m_database);
    if (!query->exec(sql))
        return std::unexpected(failure(query->lastError()));
    return query;
}

std::expected<void, SqlError> Connection::begin()
{
    if (!isOpen())
        return std::unexpected(connectionLost(u"there is no connection"_s));
    if (!m_database.transaction())
        return std::unexpected(failure(m_database.lastError()));
    m_isInTransaction = true;
    return {};
}

std::expected<void, SqlError> Connection::commit()
{
    return endTransaction(&QSqlDatabase::commit);
}

std::expected<void, SqlError> Connection::rollback()
{
    return endTransaction(&QSqlDatabase::rollback);
}

std::expected<void, SqlError> Connection::endTransaction(bool (QSqlDatabase::*end)())
{
    m_isInTransaction = false;
    if (!isOpen())
        return std::unexpected(connectionLost(u"the connection broke within the transaction"_s));
    if (!(m_database.*end)())
        return std::unexpected(failure(m_database.lastError()));
    return {};
}

SqlError Connection::failure(const QSqlError &error)
{
    const QString message = error.databaseText().trimmed();
    SqlError result{.kind = sqlErrorKind(error.nativeErrorCode()),
                    .sqlState = error.nativeErrorCode(),
                    .text = message.isEmpty() ? error.driverText() : message,
                    .constraint = constraintIn(message)};
    if (!m_database.isOpen())
        result.kind = SqlError::Kind::ConnectionLost;
    if (result.kind == SqlError::Kind::ConnectionLost)
        close();
    return result;
}

std::expected<void, SqlError> Connection::listen(const QString &channel,
                                                 std::function<void(const QString &)> handler)
{
    requireOwnThread();
    static const QRegularExpression proper(u"^[a-z_][a-z0-9_]{0,62}\\z"_s);
    if (!proper.match(channel).hasMatch())
        qFatal("'%s' is no name of a channel", qPrintable(channel));
    m_handlers.insert_or_assign(channel, std::move(handler));
    if (!isOpen())
        return {};
    return subscribe(channel);
}

std::expected<void, SqlError> Connection::subscribeAll()
{
    for (const auto &[channel, handler] : m_handlers) {
        if (auto subscribed = subscribe(channel); !subscribed)
            return subscribed;
    }
    return {};
}

// Handlers run from the event loop, not from within the driver's own loop over what arrived: so they may use
// and even reopen the connection. What is still queued dies with the context when the connection closes.
std::expected<void, SqlError> Connection::subscribe(const QString &channel)
{
    QSqlDriver *driver = m_database.driver();
    if (!driver->subscribedToNotifications().contains(channel) && !driver->subscribeToNotification(channel))
        return std::unexpected(failure(driver->lastError()));
    if (m_notificationContext)
        return {};
    m_notificationContext = std::make_unique<QObject>();
    QObject::connect(
        driver, &QSqlDriver::notification, m_notificationContext.get(),
        [this](const QString &name, QSqlDriver::NotificationSource, const QVariant &payload) {
            if (const auto found = m_handlers.find(name); found != m_handlers.end())
                found->second(payload.toString());
        },
        Qt::QueuedConnection);
    // When something comes the driver reads it, but does not notice when that was the end.
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    for (const auto signal : {&QAbstractEventDispatcher::awake, &QAbstractEventDispatcher::aboutToBlock})
        QObject::connect(dispatcher, signal, m_notificationContext.get(), [this] { noticeLoss(); });
    return {};
}

// libpq closes the socket of a broken connection, but the driver goes on watching its number, which may be
// another socket's by then: a broken connection loses its driver at once.
void Connection::noticeLoss()
{
    if (m_database.isValid() && !m_database.isOpen())
        close();
}

} // namespace holdfast
