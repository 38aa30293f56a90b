// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "database/connection_settings.h"
#include "database/statement_book.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace holdfast::test {

/// A private schema on a real PostgreSQL for one test case: made by the constructor, dropped by the
/// destructor.
///
///     TestDatabase database;                              // migrated
///     database.exec(u"INSERT INTO users …"_s);
///     QCOMPARE(database.scalar<qint64>(u"SELECT count(*) FROM users"_s), 1);
///
/// SQL that fails ends the test. One thread.
class TestDatabase final
{
public:
    enum class Schema {
        /// With all migrations and functions of the program.
        Migrated,
        /// There, with nothing in it: for tests that need no table of the program's.
        Empty,
        /// Not there yet: for tests of the migrator.
        Missing,
    };

    explicit TestDatabase(Schema schema = Schema::Migrated);
    ~TestDatabase();
    Q_DISABLE_COPY_MOVE(TestDatabase)

    /// How anybody connects to the schema.
    const ConnectionSettings &settings() const { return m_settings; }
    const StatementBook &book() const { return m_book; }
    /// The fixture's own session, without limits on locks and statements.
    Connection &connection() { return m_connection; }

    /// Runs one or more statements.
    void exec(const QString &sql);
    /// The first column of the only row.
    template <typename T>
    T scalar(const QString &sql)
    {
        Rows rows = query(sql);
        if (rows.count() != 1 || !rows.next())
            qFatal("%d rows instead of one from: %s", rows.count(), qPrintable(sql));
        return rows.get<T>(0);
    }
    /// The first column, which is text, of all rows.
    QStringList column(const QString &sql);
    Rows query(const QString &sql);

    /// Cuts every session on this schema but the fixture's, as a crash of the server would.
    void terminateSessions();

private:
    const StatementBook m_book;
    const ConnectionSettings m_settings;
    Connection m_connection;
};

/// The settings of the shared server with a schema that nobody else uses.
ConnectionSettings freshSettings();

} // namespace holdfast::test
