// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

#include <stop_token>

namespace holdfast {

class ClusterAccount;
class ClusterFolder;
struct PostgresInstallation;

/// The superuser Holdfast connects as, and its database.
inline constexpr QLatin1StringView clusterUser("holdfast");
inline constexpr QLatin1StringView clusterDatabase("holdfast");

/// Makes a new cluster with the database in it: UTF-8, C.UTF-8, page checksums, scram-sha-256, random
/// password. It is built under another name and renamed when it is whole and on disk, so a crash leaves
/// either none or a good one. Takes about a second. Blocking; any thread. Errors: DiskFull, InitFailed,
/// FolderFailed, Interrupted.
ClusterResult<void> initializeCluster(const ClusterFolder &folder, const PostgresInstallation &installation,
                                      const ClusterAccount &account, const std::stop_token &stop);

/// DiskFull when the text of a failed program says so, else `code` with the text in its message.
ClusterError errorFromOutput(ClusterErrorCode code, const QString &what, const QString &output);

} // namespace holdfast
