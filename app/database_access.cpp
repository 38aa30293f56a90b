// SPDX-License-Identifier: GPL-3.0-only
#include "app/database_access.h"

#include "database/connection.h"
#include "database/migrator.h"
#include "database/postgres/running_endpoint.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<PrivateCluster> clusterFor(const Settings &settings)
{
    if (settings.externalDatabase)
        return nullptr;
    ClusterOptions options;
    options.folder = settings.dataDirectory + u"/postgres"_s;
    options.user = settings.postgresUser;
    return std::make_unique<PrivateCluster>(std::move(options));
}

ConnectionSettings connectionTo(const ClusterEndpoint &endpoint)
{
    ConnectionSettings connection;
    connection.hosts = {{endpoint.socketDirectory, endpoint.port}};
    connection.user = endpoint.user;
    connection.password = endpoint.password;
    connection.database = endpoint.database;
    return connection;
}

ExitCode exitCodeOf(ClusterErrorCode code)
{
    switch (code) {
    case ClusterErrorCode::NotOurs:
    case ClusterErrorCode::OutOfReach:
    case ClusterErrorCode::AccountRefused:
    case ClusterErrorCode::SocketPathTooLong:
        return ExitCode::BadConfiguration;
    case ClusterErrorCode::Locked:
    case ClusterErrorCode::Interrupted:
        return ExitCode::Failure;
    default:
        return ExitCode::DatabaseUnavailable;
    }
}

std::unexpected<StartFault> fault(ExitCode code, const QString &message)
{
    return std::unexpected(StartFault{code, message});
}

} // namespace

DatabaseAccess::DatabaseAccess(const Settings &settings, const StatementBook &book)
    : m_settings(settings)
    , m_book(book)
    , m_cluster(clusterFor(settings))
    , m_connection(settings.externalDatabase.value_or(ConnectionSettings()))
{
}

DatabaseAccess::~DatabaseAccess() = default;

void DatabaseAccess::interrupt()
{
    if (m_cluster)
        m_cluster->interrupt();
}

std::expected<void, StartFault> DatabaseAccess::openAndMigrate()
{
    return openChecked(false);
}

std::expected<void, StartFault> DatabaseAccess::openShared()
{
    return openChecked(true);
}

std::expected<void, StartFault> DatabaseAccess::openChecked(bool mayShare)
{
    auto done = m_cluster ? openPrivate(mayShare) : std::expected<void, StartFault>();
    if (done)
        done = checkServer();
    if (done)
        done = migrate();
    return done;
}

std::expected<void, StartFault> DatabaseAccess::openForReading()
{
    return m_cluster ? openPrivate(true) : std::expected<void, StartFault>();
}

std::expected<void, StartFault> DatabaseAccess::openPrivate(bool mayShare)
{
    auto endpoint = m_cluster->start();
    if (!endpoint && mayShare && endpoint.error().code == ClusterErrorCode::Locked)
        endpoint = runningEndpoint(m_settings.dataDirectory + u"/postgres"_s);
    if (!endpoint)
        return fault(exitCodeOf(endpoint.error().code), endpoint.error().text());
    m_connection = connectionTo(*endpoint);
    return {};
}

std::expected<void, StartFault> DatabaseAccess::checkServer()
{
    Connection connection(m_connection, m_book);
    if (const auto opened = connection.open(); !opened)
        return fault(ExitCode::DatabaseUnavailable,
                     u"Cannot reach the database %1: %2"_s.arg(m_connection.text(), opened.error().text));
    if (const auto checked = checkDurability(connection); !checked) {
        const bool isSetting = checked.error().kind == SqlError::Kind::Other;
        return fault(isSetting ? ExitCode::BadConfiguration : ExitCode::DatabaseUnavailable,
                     checked.error().text);
    }
    return {};
}

std::expected<void, StartFault> DatabaseAccess::migrate()
{
    const auto report = Migrator(m_connection, m_book).migrate();
    if (!report) {
        const bool isDatabase = report.error().kind == MigrationError::Kind::Database;
        return fault(isDatabase ? ExitCode::DatabaseUnavailable : ExitCode::Failure, report.error().text);
    }
    m_migrationText = u"Schema at version %1: %2 migrations and %3 functions applied."_s.arg(report->version)
                          .arg(report->migrationsApplied)
                          .arg(report->functionsApplied);
    return {};
}

} // namespace holdfast
