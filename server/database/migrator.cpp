// SPDX-License-Identifier: GPL-3.0-only
#include "database/migrator.h"

#include "database/connection.h"
#include "database/embedded_sql.h"
#include "database/function_files.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using Fault = std::unexpected<MigrationError>;

Fault fault(MigrationError::Kind kind, const QString &text)
{
    return Fault(MigrationError{.kind = kind, .text = text, .cause = {}});
}

// The history must be a beginning of what the program has, letter by letter. Gives how many are applied.
std::expected<int, MigrationError> appliedCount(Connection &connection, const std::vector<Migration> &all)
{
    auto rows = connection.call("applied_migrations"_L1);
    if (!rows)
        return Fault(migrationError(u"reading schema_migrations"_s, rows.error()));
    int count = 0;
    while (rows->next()) {
        const int number = rows->get<int>(0);
        const auto index = static_cast<size_t>(count);
        ++count;
        if (index >= all.size())
            continue;
        if (number != count)
            return fault(MigrationError::Kind::ChangedMigration,
                         u"schema_migrations lacks migration "_s + QString::number(count));
        if (rows->get<QString>(2) != all[index].file.checksum)
            return fault(MigrationError::Kind::ChangedMigration,
                         all[index].file.name + u" was changed after it had been applied (as "_s
                             + rows->get<QString>(1) + u"); write a new migration instead"_s);
    }
    if (static_cast<size_t>(count) > all.size())
        return fault(MigrationError::Kind::NewerSchema,
                     u"the database's schema is version "_s + QString::number(count)
                         + u", this program knows only up to "_s + QString::number(all.size())
                         + u": a newer Holdfast has been here"_s);
    return count;
}

std::expected<void, SqlError> applyInTransaction(Connection &connection, const Migration &migration)
{
    Transaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun();
    if (const auto run = connection.run(migration.file.text); !run)
        return run;
    const auto recorded = connection.call("record_migration"_L1,
                                          {migration.number, migration.file.name, migration.file.checksum});
    if (!recorded)
        return std::unexpected(recorded.error());
    return transaction.commit();
}

} // namespace

MigrationError migrationError(const QString &what, const SqlError &cause)
{
    return {.kind = MigrationError::Kind::Database, .text = what + u": "_s + cause.text, .cause = cause};
}

Migrator::Folders Migrator::builtIn()
{
    loadEmbeddedSql();
    return {.migrations = u":/sql/migrations"_s, .functions = u":/sql/functions"_s};
}

Migrator::Migrator(ConnectionSettings settings, const StatementBook &book, Folders folders,
                   std::chrono::milliseconds lockWait)
    : m_settings(std::move(settings))
    , m_book(book)
    , m_folders(std::move(folders))
    , m_lockWait(lockWait)
{
}

std::expected<MigrationReport, MigrationError> Migrator::migrate()
{
    const auto migrations = readMigrations(m_folders.migrations);
    const auto functions = readSqlFiles(m_folders.functions);
    if (!migrations || !functions)
        return fault(MigrationError::Kind::Files, migrations ? functions.error() : migrations.error());

    using namespace std::chrono_literals;
    Connection connection(m_settings, m_book,
                          {.lock = m_lockWait, .statement = 0ms, .idleInTransaction = 60s});
    if (const auto prepared = prepareSchema(connection); !prepared)
        return Fault(prepared.error());
    const auto applied = applyMigrations(connection, *migrations);
    if (!applied)
        return Fault(applied.error());
    const auto changed = applyFunctions(connection, *functions);
    if (!changed)
        return Fault(changed.error());
    return MigrationReport{.version = static_cast<int>(migrations->size()),
                           .migrationsApplied = *applied,
                           .functionsApplied = changed->applied,
                           .functionsDropped = changed->dropped};
}

std::expected<void, MigrationError> Migrator::prepareSchema(Connection &connection)
{
    if (const auto opened = connection.open(); !opened)
        return Fault(migrationError(u"connecting to the database"_s, opened.error()));
    if (const auto locked = connection.call("lock_migrations"_L1, {m_settings.schema}); !locked) {
        auto error = migrationError(u"waiting for another migration to end"_s, locked.error());
        if (locked.error().kind == SqlError::Kind::LockTimeout)
            error.kind = MigrationError::Kind::Busy;
        return Fault(error);
    }
    if (const auto chosen = connection.call("choose_schema"_L1, {m_settings.schema}); !chosen)
        return Fault(migrationError(u"choosing the schema"_s, chosen.error()));
    for (const auto step :
         {"create_schema"_L1, "create_migration_history"_L1, "create_function_history"_L1}) {
        if (const auto done = connection.call(step); !done)
            return Fault(
                migrationError(QString(u"creating the schema "_s + m_settings.schema), done.error()));
    }
    return {};
}

std::expected<int, MigrationError> Migrator::applyMigrations(Connection &connection,
                                                             const std::vector<Migration> &all)
{
    const auto applied = appliedCount(connection, all);
    if (!applied)
        return applied;
    for (auto i = static_cast<size_t>(*applied); i < all.size(); ++i) {
        if (const auto done = applyInTransaction(connection, all[i]); !done)
            return Fault(migrationError(all[i].file.name, done.error()));
    }
    return static_cast<int>(all.size()) - *applied;
}

} // namespace holdfast
