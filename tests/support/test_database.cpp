// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/test_database.h"

#include "database/migrator.h"
#include "tests/support/temporary_server.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr SessionLimits withoutLimits{.lock = 30s, .statement = 0ms, .idleInTransaction = 0ms};

void require(const std::expected<void, SqlError> &done, const char *what)
{
    if (!done)
        qFatal("%s: %s", what, qPrintable(done.error().text));
}

} // namespace

ConnectionSettings freshSettings()
{
    auto settings = ConnectionSettings::fromUrl(sharedServerUrl());
    if (!settings)
        qFatal("HOLDFAST_TEST_DATABASE_URL: %s", qPrintable(settings.error()));
    settings->schema = u"test_"_s + QString::number(QCoreApplication::applicationPid()) + u'_'
        + QString::number(QRandomGenerator::system()->generate(), 16);
    settings->applicationName = settings->schema; // what terminateSessions() finds them by
    return *settings;
}

TestDatabase::TestDatabase(Schema schema)
    : m_settings(freshSettings())
    , m_connection(m_settings, m_book, withoutLimits)
{
    if (schema == Schema::Migrated) {
        if (const auto migrated = Migrator(m_settings, m_book).migrate(); !migrated)
            qFatal("Migrating the test schema: %s", qPrintable(migrated.error().text));
    }
    require(m_connection.open(), "Connecting to the test server");
    if (schema == Schema::Empty)
        exec(u"CREATE SCHEMA "_s + m_settings.schema);
}

TestDatabase::~TestDatabase()
{
    if (!m_connection.isOpen())
        require(m_connection.open(), "Connecting to the test server");
    exec(u"DROP SCHEMA IF EXISTS "_s + m_settings.schema + u" CASCADE"_s);
}

void TestDatabase::exec(const QString &sql)
{
    require(m_connection.run(sql), qPrintable(sql));
}

Rows TestDatabase::query(const QString &sql)
{
    auto rows = m_connection.query(sql);
    if (!rows)
        qFatal("%s\n%s", qPrintable(rows.error().text), qPrintable(sql));
    return *std::move(rows);
}

QStringList TestDatabase::column(const QString &sql)
{
    QStringList values;
    Rows rows = query(sql);
    while (rows.next())
        values.append(rows.get<QString>(0));
    return values;
}

void TestDatabase::terminateSessions()
{
    exec(u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '"_s
         + m_settings.applicationName + u"' AND pid <> pg_backend_pid()"_s);
}

} // namespace holdfast::test
