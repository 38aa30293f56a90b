// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/running_endpoint.h"

#include "database/postgres/cluster_folder.h"
#include "database/postgres/cluster_initializer.h"
#include "database/postgres/postmaster_file.h"

namespace holdfast {

using namespace Qt::StringLiterals;

ClusterResult<ClusterEndpoint> runningEndpoint(const QString &folder)
{
    const ClusterFolder cluster(folder);
    const auto server = PostmasterFile::read(cluster.dataPath());
    if (!server || server->status != PostmasterFile::Status::Ready) {
        return clusterRefusal(ClusterErrorCode::StartFailed, u"No PostgreSQL is ready in %1."_s.arg(folder),
                              u"Try again when the Holdfast that uses the folder has started."_s);
    }
    auto password = cluster.readPassword();
    if (!password)
        return std::unexpected(password.error());
    return ClusterEndpoint{server->socketFolder, server->port, QString(clusterUser), *password,
                           QString(clusterDatabase)};
}

} // namespace holdfast
