// SPDX-License-Identifier: GPL-3.0-only
// The half of PrivateCluster that runs in the watch thread.
#include "database/postgres/private_cluster.h"

#include "database/postgres/cluster_limits.h"
#include "database/postgres/cluster_logging.h"
#include "database/postgres/server_log.h"
#include "database/postgres/socket_folder.h"

#include <algorithm>
#include <pthread.h>

namespace holdfast {

using namespace cluster_limits;

namespace {

std::chrono::milliseconds delayBefore(int attempt)
{
    constexpr int doublingsMax = 10;
    return std::min<std::chrono::milliseconds>(restartDelayFirst * (1 << std::min(attempt, doublingsMax)),
                                               restartDelayMax);
}

} // namespace

void PrivateCluster::watch()
{
    pthread_setname_np(pthread_self(), "postgres-watch");
    while (waitForDeath()) {
        qCWarning(clusterLog) << "PostgreSQL died, process" << m_server->process.pid();
        m_serverProcessId = 0;
        setStatus(ClusterStatus::Restarting);
        emit died();

        const auto endpoint = restartWithBackOff();
        if (m_stopRequest.stop_requested())
            return;
        if (!endpoint) {
            qCCritical(clusterLog).noquote() << "PostgreSQL stays down:" << endpoint.error().text();
            setStatus(ClusterStatus::GaveUp);
            emit gaveUp(endpoint.error());
            return;
        }
        qCInfo(clusterLog) << "PostgreSQL runs again, process" << m_server->process.pid();
        setStatus(ClusterStatus::Running);
        emit restarted(*endpoint);
    }
}

/// False when a stop was asked for instead.
bool PrivateCluster::waitForDeath()
{
    const ServerLog log(m_plan->folder.logPath());
    using Clock = std::chrono::steady_clock;
    const Clock::time_point begin = Clock::now();
    Clock::time_point logChecked = begin;
    // Looked at, not waited for: an adopted server is nobody's child here, and both kinds take the same way.
    while (sleepUnlessStopped(m_stopRequest.get_token(), watchInterval)) {
        if (!m_server->process.isAlive())
            return true;
        if (Clock::now() - begin > stableAfter)
            m_restartsInARow = 0;
        if (Clock::now() - logChecked > logCheckInterval) {
            log.bound(logBytesMax);
            logChecked = Clock::now();
        }
    }
    return false;
}

ClusterResult<ClusterEndpoint> PrivateCluster::restartWithBackOff()
{
    const QString oldSocketFolder = m_server->socketFolder;
    m_server.reset();
    removeSocketFolder(oldSocketFolder);
    for (;;) {
        const auto delay = delayBefore(m_restartsInARow++);
        if (!sleepUnlessStopped(m_stopRequest.get_token(), delay))
            return clusterRefusal(ClusterErrorCode::Interrupted, {});
        const auto launched = launchServer(*m_plan, m_stopRequest.get_token());
        if (launched)
            return takeServer(*launched);
        if (launched.error().code == ClusterErrorCode::Interrupted
            || m_restartsInARow >= m_options.restartsInARowMax)
            return std::unexpected(launched.error());
        qCWarning(clusterLog).noquote() << "PostgreSQL did not start again:" << launched.error().text();
    }
}

} // namespace holdfast
