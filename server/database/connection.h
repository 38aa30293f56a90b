// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/committing_call.h"
#include "database/connection_settings.h"
#include "database/rows.h"
#include "database/sql_error.h"
#include "database/statement_book.h"

#include <QObject>
#include <QSqlDatabase>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

struct pg_conn;

namespace holdfast {

/// How long a session may wait or work, by its role; zero means no limit. Enforced by the server.
struct SessionLimits
{
    std::chrono::milliseconds lock{1'000};
    std::chrono::milliseconds statement{2'000};
    std::chrono::milliseconds idleInTransaction{10'000};
};

/// One PostgreSQL session. Made, used and destroyed inside one thread; a call from another ends the program.
///
/// After ConnectionLost (isOpen() is false) call open() again: statements are prepared anew as they are
/// called, and channels that were listened to are listened to again.
class Connection final
{
public:
    /// How long one host may take to answer an attempt to connect.
    static constexpr std::chrono::seconds connectTimeout{2};

    /// Does not connect yet. `book` must outlive the connection.
    Connection(ConnectionSettings settings, const StatementBook &book, SessionLimits limits = {});
    Connection(ConnectionSettings settings, StatementBook &&book, SessionLimits limits = {}) = delete;
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Connects, or connects anew. Takes at most connectTimeout a host.
    std::expected<void, SqlError> open();
    void close();
    /// What is known without asking the server: false from the first error that broke the connection.
    bool isOpen() const;

    /// Runs a statement of the book with arguments in the order of its placeholders. Outside a transaction it
    /// is committed when this returns, and not when this returns an error (other than ConnectionLost, which
    /// tells nothing). An unknown statement or a wrong number of arguments is a bug, which ends the program.
    std::expected<Rows, SqlError> call(QLatin1StringView statement, SqlArguments arguments = {});

    /// The same for a statement whose rows nobody needs.
    std::expected<void, SqlError> perform(QLatin1StringView statement, SqlArguments arguments = {});

    /// Runs statements (at least one) with arguments in PostgreSQL's binary format, in a transaction, all in
    /// one round trip, up to the first that fails. The rows of the last.
    std::expected<BinaryRows, SqlError> callTogether(const std::vector<BinaryCall> &calls);

    /// Runs statements (at least one) with arguments in PostgreSQL's binary format, and COMMIT after them,
    /// all in one round trip. In a transaction, which is over when the answer has been waited for.
    CommittingCall callCommitting(const std::vector<BinaryCall> &calls);

    /// Runs a whole text of one or more statements as they are, without arguments. Unless it holds BEGIN and
    /// COMMIT it is one transaction, and the first error ends it. For files of SQL.
    std::expected<void, SqlError> run(const QString &sql);

    /// Runs one statement given as text. For tools and tests; the program's own statements stand in the book.
    std::expected<Rows, SqlError> query(const QString &sql);

    /// BEGIN travels with the first statement, so it costs no round trip, and is the first to hear of a
    /// server that has gone.
    std::expected<void, SqlError> begin();
    /// ConnectionLost tells nothing about what happened; after any other error nothing was committed.
    std::expected<void, SqlError> commit();
    std::expected<void, SqlError> rollback();

    /// Calls `handler` with the payload of every NOTIFY on a channel (a-z, 0-9, _), from this thread's event
    /// loop, also after a reconnection. Notifications sent while the connection was away are lost: look for
    /// yourself then.
    std::expected<void, SqlError> listen(const QString &channel,
                                         std::function<void(const QString &)> handler);

    const ConnectionSettings &settings() const { return m_settings; }

private:
    std::expected<void, SqlError> connectToServer();
    std::expected<void, SqlError> setUpSession();
    std::expected<void, SqlError> subscribeAll();
    std::expected<void, SqlError> subscribe(const QString &channel);
    std::expected<Rows, SqlError> execute(const Statement &statement, SqlArguments arguments);
    /// The name under which the session knows it.
    std::expected<QString, SqlError> prepared(const Statement &statement);
    std::expected<std::unique_ptr<QSqlQuery>, SqlError> send(const QString &sql);
    friend class CommittingCall;
    std::expected<QStringList, SqlError> preparedFor(const std::vector<BinaryCall> &calls);
    std::expected<QString, SqlError> preparedFor(const BinaryCall &call);
    /// Waits for the results of the last ones of callCommitting().
    std::expected<void, SqlError> finishCommitting(int statements);
    SqlError failed(SqlError error);
    pg_conn *handle() const;
    std::expected<void, SqlError> endTransaction(bool (QSqlDatabase::*end)());
    void noticeLoss();
    static SqlError notConnected();
    SqlError failure(const QSqlError &error);
    /// Closes a connection that is lost.
    SqlError failure(SqlError error);
    void requireOwnThread() const;

    const ConnectionSettings m_settings;
    const StatementBook &m_book;
    const SessionLimits m_limits;
    const std::thread::id m_thread;
    const QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<const Statement *, QString> m_prepared;
    int m_preparations = 0;
    std::unordered_map<QString, std::function<void(const QString &)>> m_handlers;
    std::unique_ptr<QObject> m_notificationContext;
    bool m_isInTransaction = false;
    bool m_isBeginDue = false;
};

/// Begins on construction, rolls back on destruction unless committed.
///
///     Transaction transaction(connection);
///     if (const auto begun = transaction.begun(); !begun)
///         return std::unexpected(begun.error());
///     …
///     return transaction.commit();
class Transaction final
{
public:
    explicit Transaction(Connection &connection)
        : m_connection(connection)
        , m_begun(connection.begin())
        , m_isOpen(m_begun.has_value())
    {
    }
    ~Transaction()
    {
        if (m_isOpen)
            static_cast<void>(m_connection.rollback());
    }
    Q_DISABLE_COPY_MOVE(Transaction)

    const std::expected<void, SqlError> &begun() const { return m_begun; }
    std::expected<void, SqlError> commit()
    {
        m_isOpen = false;
        return m_connection.commit();
    }

private:
    Connection &m_connection;
    const std::expected<void, SqlError> m_begun;
    bool m_isOpen;
};

/// Refuses a server that is older than PostgreSQL 15, or that may lose a commit it confirmed: fsync,
/// full_page_writes or synchronous_commit off. The error names the setting.
std::expected<void, SqlError> checkDurability(Connection &connection);

} // namespace holdfast
