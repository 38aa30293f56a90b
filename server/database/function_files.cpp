// SPDX-License-Identifier: GPL-3.0-only
#include "database/function_files.h"

#include "database/connection.h"

#include <QMap>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using Fault = std::unexpected<MigrationError>;
using Oids = std::vector<qint64>;

constexpr auto cannotReplace =
    "42P13"_L1; // invalid_function_definition: another result type or parameter name
constexpr auto undefinedFunction = "42883"_L1;

QString functionName(const SqlFile &file)
{
    return file.name.chopped(4); // ".sql"
}

// Everything below happens within one open transaction.
class FunctionUpdate final
{
public:
    explicit FunctionUpdate(Connection &connection)
        : m_connection(connection)
    {
    }

    std::expected<FunctionChanges, MigrationError> apply(const std::vector<SqlFile> &files)
    {
        auto known = appliedChecksums();
        if (!known)
            return Fault(migrationError(u"reading schema_functions"_s, known.error()));
        std::vector<const SqlFile *> changed;
        for (const auto &file : files) {
            if (known->take(functionName(file)) != file.checksum)
                changed.push_back(&file);
        }
        const FunctionChanges changes{.applied = static_cast<int>(changed.size()),
                                      .dropped = static_cast<int>(known->size())};
        if (const auto dropped = dropVanished(known->keys()); !dropped)
            return Fault(dropped.error());
        if (const auto applied = applyInPasses(std::move(changed)); !applied)
            return Fault(applied.error());
        return changes;
    }

private:
    std::expected<QMap<QString, QString>, SqlError> appliedChecksums()
    {
        auto rows = m_connection.call("applied_functions"_L1);
        if (!rows)
            return std::unexpected(rows.error());
        QMap<QString, QString> checksums;
        while (rows->next())
            checksums.insert(rows->get<QString>(0), rows->get<QString>(1));
        return checksums;
    }

    std::expected<void, MigrationError> dropVanished(const QStringList &names)
    {
        for (const auto &name : names) {
            if (const auto dropped = dropAndForget(name); !dropped)
                return Fault(migrationError(u"dropping the function "_s + name, dropped.error()));
        }
        return {};
    }

    std::expected<void, SqlError> dropAndForget(const QString &name)
    {
        const auto oids = routines(name);
        if (!oids)
            return std::unexpected(oids.error());
        if (const auto dropped = drop(*oids); !dropped)
            return dropped;
        return m_connection.perform("forget_function"_L1, {name});
    }

    // A function in plain SQL needs those it calls to exist. Whoever misses one waits for the next pass; a
    // pass that helped nobody ends it.
    std::expected<void, MigrationError> applyInPasses(std::vector<const SqlFile *> waiting)
    {
        while (!waiting.empty()) {
            std::vector<const SqlFile *> stillWaiting;
            MigrationError last;
            for (const SqlFile *file : waiting) {
                const auto applied = applyGuarded(*file);
                if (applied)
                    continue;
                last = migrationError(file->name, applied.error());
                if (applied.error().sqlState != undefinedFunction)
                    return Fault(last);
                stillWaiting.push_back(file);
            }
            if (stillWaiting.size() == waiting.size())
                return Fault(last);
            waiting = std::move(stillWaiting);
        }
        return {};
    }

    std::expected<void, SqlError> applyGuarded(const SqlFile &file)
    {
        const auto before = routines(functionName(file));
        if (!before)
            return std::unexpected(before.error());
        auto created = guarded([&] { return create(file, *before); });
        if (!created && created.error().sqlState == cannotReplace)
            created = guarded([&] { return replace(file, *before); });
        if (!created)
            return created;
        return m_connection.perform("record_function"_L1, {functionName(file), file.checksum});
    }

    // A failure inside leaves the transaction as it was before.
    template <typename Action>
    std::expected<void, SqlError> guarded(Action action)
    {
        if (const auto saved = m_connection.perform("before_function"_L1); !saved)
            return saved;
        const std::expected<void, SqlError> done = action();
        if (done)
            return m_connection.perform("keep_function"_L1);
        if (const auto undone = m_connection.perform("undo_function"_L1); !undone)
            return undone;
        return done;
    }

    // Other parameter types make an overload beside the old function instead of replacing it.
    std::expected<void, SqlError> create(const SqlFile &file, const Oids &before)
    {
        if (const auto run = m_connection.run(file.text); !run)
            return run;
        const auto after = routines(functionName(file));
        if (!after)
            return std::unexpected(after.error());
        if (after->empty())
            return std::unexpected(SqlError{.kind = SqlError::Kind::Other,
                                            .sqlState = {},
                                            .text = u"the file creates no function of its name"_s,
                                            .constraint = {}});
        return after->size() > before.size() ? drop(before) : std::expected<void, SqlError>();
    }

    std::expected<void, SqlError> replace(const SqlFile &file, const Oids &before)
    {
        if (const auto dropped = drop(before); !dropped)
            return dropped;
        return create(file, {});
    }

    std::expected<void, SqlError> drop(const Oids &oids)
    {
        for (const qint64 oid : oids) {
            if (const auto chosen = m_connection.perform("choose_routine"_L1, {oid}); !chosen)
                return chosen;
            if (const auto dropped = m_connection.perform("drop_routine"_L1); !dropped)
                return dropped;
        }
        return {};
    }

    std::expected<Oids, SqlError> routines(const QString &name)
    {
        auto rows = m_connection.call("routines_named"_L1, {name});
        if (!rows)
            return std::unexpected(rows.error());
        Oids oids;
        while (rows->next())
            oids.push_back(rows->get<qint64>(0));
        return oids;
    }

    Connection &m_connection;
};

} // namespace

std::expected<FunctionChanges, MigrationError> applyFunctions(Connection &connection,
                                                              const std::vector<SqlFile> &files)
{
    Transaction transaction(connection);
    if (!transaction.begun())
        return Fault(migrationError(u"beginning a transaction"_s, transaction.begun().error()));
    const auto changes = FunctionUpdate(connection).apply(files);
    if (!changes)
        return changes;
    if (const auto committed = transaction.commit(); !committed)
        return Fault(migrationError(u"committing the functions"_s, committed.error()));
    return changes;
}

} // namespace holdfast
