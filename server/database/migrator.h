// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection_settings.h"
#include "database/migration_files.h"
#include "database/sql_error.h"
#include "database/statement_book.h"

#include <chrono>
#include <expected>

namespace holdfast {

class Connection;

/// Why the schema could not be brought up to date. What had been committed before stays and is not run again.
struct MigrationError
{
    enum class Kind {
        /// The database refused or went away.
        Database,
        /// The program's own files are at fault: numbering, names, SQL.
        Files,
        /// The schema is newer than the program.
        NewerSchema,
        /// A migration was changed after it had been applied.
        ChangedMigration,
        /// Another migrator holds the lock for too long.
        Busy,
    };

    Kind kind = Kind::Database;
    /// For people: names the file, the versions, the cause.
    QString text;
    /// The cause, when it came from the database.
    SqlError cause;
};

/// What migrate() did.
struct MigrationReport
{
    /// The number of the newest migration, now applied.
    int version = 0;
    int migrationsApplied = 0;
    int functionsApplied = 0;
    int functionsDropped = 0;
};

/// Brings a database's schema to what the program needs: makes the schema, applies the migrations it lacks,
/// each in a transaction of its own, and makes the functions what their files say, all in one transaction.
/// Any number of processes may try at once: they take turns.
class Migrator final
{
public:
    /// How long to wait for another migrator, and for each lock on a table.
    static constexpr std::chrono::seconds lockWaitMax{30};

    struct Folders
    {
        QString migrations;
        QString functions;
    };
    /// The files built into the program.
    static Folders builtIn();

    /// `book` must outlive the migrator.
    Migrator(ConnectionSettings settings, const StatementBook &book, Folders folders = builtIn(),
             std::chrono::milliseconds lockWait = lockWaitMax);

    /// Connects, does it all, disconnects. Any thread; it blocks.
    std::expected<MigrationReport, MigrationError> migrate();

private:
    std::expected<void, MigrationError> prepareSchema(Connection &connection);
    std::expected<int, MigrationError> applyMigrations(Connection &connection,
                                                       const std::vector<Migration> &all);

    const ConnectionSettings m_settings;
    const StatementBook &m_book;
    const Folders m_folders;
    const std::chrono::milliseconds m_lockWait;
};

/// A database error as a migration's, with what was being done.
MigrationError migrationError(const QString &what, const SqlError &cause);

} // namespace holdfast
