// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_endpoint.h"
#include "database/postgres/cluster_error.h"

namespace holdfast {

/// How to reach the cluster that another Holdfast is running in `folder` right now, without taking anything
/// over: for a look beside a running console. Only its owner and root can read what this needs. Errors:
/// StartFailed when none is running there, FolderFailed.
ClusterResult<ClusterEndpoint> runningEndpoint(const QString &folder);

} // namespace holdfast
