// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// Why the database did not do what was asked. A value: nobody throws it.
struct SqlError
{
    enum class Kind {
        /// Not tried: no connection could be made, or a queue refused (full, database away, stopping).
        Unavailable,
        /// The connection broke. What a statement in flight has done is unknown.
        ConnectionLost,
        SerializationFailure,
        Deadlock,
        LockTimeout,
        StatementTimeout,
        UniqueViolation,
        CheckViolation,
        ForeignKeyViolation,
        DiskFull,
        /// A standby, or a server in recovery or read-only mode.
        ReadOnly,
        Other,
    };

    Kind kind = Kind::Other;
    /// Five characters as PostgreSQL gave them; empty when the error is not the server's.
    QString sqlState;
    /// For the log, never for a client: it may hold SQL and data.
    QString text;
    /// The violated constraint's name; empty for other errors and when the server speaks another language
    /// than English.
    QString constraint;

    /// The database is away: 503 to a client, and the same may be asked again later.
    bool isOutage() const { return kind == Kind::Unavailable || kind == Kind::ConnectionLost; }
    /// Nothing was done, as it took too long.
    bool isTimeout() const { return kind == Kind::LockTimeout || kind == Kind::StatementTimeout; }
    /// Nothing was done, and the same may well succeed at once.
    bool isWorthRepeating() const { return kind == Kind::SerializationFailure || kind == Kind::Deadlock; }
    /// Another session changed what a statement returns, or a pooler gave us a session that never saw it.
    /// Nothing has run, so it can be prepared anew and tried again.
    bool wantsNewPreparation() const;
};

/// What an SQLSTATE means to us; Other for those that need no treatment of their own.
SqlError::Kind sqlErrorKind(QStringView sqlState);

} // namespace holdfast
