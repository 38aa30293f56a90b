// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/settings.h"
#include "database/connection_settings.h"
#include "database/postgres/private_cluster.h"
#include "database/statement_book.h"

#include <expected>
#include <memory>

namespace holdfast {

/// The database Holdfast works on: its private cluster, running for as long as this lives, or a server
/// somebody else runs. One thread at a time; opening blocks.
class DatabaseAccess final
{
public:
    /// `settings` must outlive it.
    DatabaseAccess(const Settings &settings, const StatementBook &book);
    ~DatabaseAccess();
    Q_DISABLE_COPY_MOVE(DatabaseAccess)

    /// Starts the private cluster or takes the external server; refuses one that may lose what it confirmed;
    /// brings the schema up to date.
    std::expected<void, StartFault> openAndMigrate();

    /// As openAndMigrate(), also beside a running Holdfast, whose private cluster it then shares.
    std::expected<void, StartFault> openShared();

    /// For a look only: also beside a running Holdfast, whose private cluster it then shares. Changes
    /// nothing.
    std::expected<void, StartFault> openForReading();

    /// Ends an open() under way soon. Any thread.
    void interrupt();

    const ConnectionSettings &connection() const { return m_connection; }
    /// What openAndMigrate() did to the schema, for people.
    const QString &migrationText() const { return m_migrationText; }
    /// Nothing with an external server.
    PrivateCluster *cluster() { return m_cluster.get(); }

private:
    std::expected<void, StartFault> openPrivate(bool mayShare);
    std::expected<void, StartFault> openChecked(bool mayShare);
    std::expected<void, StartFault> checkServer();
    std::expected<void, StartFault> migrate();

    const Settings &m_settings;
    const StatementBook &m_book;
    const std::unique_ptr<PrivateCluster> m_cluster;
    ConnectionSettings m_connection;
    QString m_migrationText;
};

} // namespace holdfast
