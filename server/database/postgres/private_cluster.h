// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_endpoint.h"
#include "database/postgres/cluster_limits.h"
#include "database/postgres/data_directory_lock.h"
#include "database/postgres/postgres_installation.h"
#include "database/postgres/running_server.h"

#include <QObject>

#include <atomic>
#include <thread>

namespace holdfast {

struct ClusterOptions
{
    QString folder; ///< `<data-dir>/postgres`; made when missing, and nobody else's
    QString user; ///< who PostgreSQL runs as when this is root (--postgres-user); empty: postgres
    QString socketFolder; ///< empty: chosen, see makeSocketFolder
    InstallationSearch search = InstallationSearch::ofThisMachine();
    int restartsInARowMax = cluster_limits::restartsInARowMax;
};

/// For a health light. GaveUp is final: only a new PrivateCluster tries again.
enum class ClusterStatus { Stopped, Starting, Running, Restarting, GaveUp };

/// A PostgreSQL server of Holdfast's own: found, initialised, started, adopted after a kill, watched,
/// restarted when it dies, and stopped at the end.
///
/// Threads: start() and stop() block and belong to one thread at a time (the GUI's only if it may wait);
/// start() succeeds once an object. interrupt() and status() may be called from any thread. Signals come from
/// the watch thread, so connect them to objects with an event loop, queued or automatic, or expect them
/// there.
class PrivateCluster final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PrivateCluster)

public:
    explicit PrivateCluster(ClusterOptions options, QObject *parent = nullptr);

    /// Stops the server.
    ~PrivateCluster() override;

    /// Returns when the server takes connections: well under a second for existing data, some seconds for new
    /// data, up to `startMax` for crash recovery. Nothing runs after an error.
    ClusterResult<ClusterEndpoint> start();

    /// Stops the server, adopted or not, and gives the folder back. Bounded by the sum of the stop limits.
    void stop();

    /// Makes a start() under way return Interrupted soon, and ends the watch.
    void interrupt() { m_stopRequest.request_stop(); }

    ClusterStatus status() const { return m_status; }

    /// True when start() found the server running. Same threads as start().
    bool isAdopted() const { return m_server && m_server->isAdopted; }

    /// The postmaster's process id, 0 when none runs. Any thread.
    qint64 serverProcessId() const { return m_serverProcessId; }

signals:
    void statusChanged(holdfast::ClusterStatus status);
    void died();
    /// The endpoint is the one start() gave, unless the folder of the socket had vanished.
    void restarted(const holdfast::ClusterEndpoint &endpoint);
    void gaveUp(const holdfast::ClusterError &error);

private:
    ClusterResult<ClusterEndpoint> bringUp();
    ClusterResult<ServerPlan> makePlan();
    ClusterResult<void> makeClusterIfMissing(const ServerPlan &plan);
    ClusterResult<ClusterEndpoint> takeServer(const RunningServer &server);
    void setStatus(ClusterStatus status);

    void watch();
    bool waitForDeath();
    ClusterResult<ClusterEndpoint> restartWithBackOff();

    const ClusterOptions m_options;
    std::stop_source m_stopRequest;
    std::atomic<ClusterStatus> m_status = ClusterStatus::Stopped;
    std::atomic<qint64> m_serverProcessId = 0;
    std::optional<DataDirectoryLock> m_lock;
    std::optional<ServerPlan> m_plan; ///< constant while the watch runs
    std::optional<RunningServer> m_server; ///< the watch thread's while it runs
    int m_restartsInARow = 0; ///< the watch thread's
    std::thread m_watch;
};

} // namespace holdfast
