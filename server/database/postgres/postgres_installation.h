// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace holdfast {

/// Where PostgreSQL may be installed. Empty means nowhere.
struct InstallationSearch
{
    QStringList patterns; ///< folders of programs; a path segment may hold wildcards
    QStringList
        pathFolders; ///< as in PATH: the programs themselves, or a pg_config that knows where they are

    /// Debian's and PGDG's folders, and this process's PATH.
    static InstallationSearch ofThisMachine();
};

/// One installed PostgreSQL server.
struct PostgresInstallation
{
    QString binFolder;
    int majorVersion = 0;
    int minorVersion = 0;

    QString program(const QString &name) const { return QString(binFolder + u'/' + name); }

    bool operator==(const PostgresInstallation &) const = default;
};

/// All that hold `postgres` and `initdb`, newest first. Blocking (asks each for its version); any thread.
QList<PostgresInstallation> findInstallations(const InstallationSearch &search);

/// The newest for new data, the newest of the same major version for existing data.
ClusterResult<PostgresInstallation> chooseInstallation(const QList<PostgresInstallation> &installed,
                                                       std::optional<int> dataMajorVersion);

} // namespace holdfast
