// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_account.h"
#include "database/postgres/cluster_folder.h"
#include "database/postgres/postgres_installation.h"
#include "database/postgres/server_process.h"

namespace holdfast {

/// What it takes to start the server of a cluster.
struct ServerPlan
{
    ClusterFolder folder;
    ClusterAccount account;
    PostgresInstallation installation;
    QString socketFolder; ///< as wanted; empty chooses
};

/// A server that has said it is ready, ours or taken over.
struct RunningServer
{
    ServerProcess process;
    QString socketFolder;
    quint16 port;
    bool isAdopted;
};

/// Takes over the server a killed Holdfast left on this folder, once it is ready. Nothing when there is none,
/// or when it cannot be reached any more (it is stopped then). Blocking, bounded; the caller holds the
/// folder's lock.
std::optional<RunningServer> adoptServer(const ServerPlan &plan, const std::stop_token &stop);

/// Starts the server and waits until it is ready; waits before for orphans of a killed one, which still hold
/// its shared memory. Blocking, bounded; the caller holds the folder's lock and has tried to adopt. Errors:
/// DiskFull, StartFailed (with the server's last words), socket folder errors, Interrupted.
ClusterResult<RunningServer> launchServer(const ServerPlan &plan, const std::stop_token &stop);

/// `fast`, then `immediate`, then by force, each bounded. Leaves no process and no socket.
void stopServer(const RunningServer &server);

} // namespace holdfast
