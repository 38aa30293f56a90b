// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/private_cluster.h"

#include "database/postgres/cluster_initializer.h"
#include "database/postgres/cluster_logging.h"

namespace holdfast {

Q_LOGGING_CATEGORY(clusterLog, "holdfast.postgres")

using namespace Qt::StringLiterals;

PrivateCluster::PrivateCluster(ClusterOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

PrivateCluster::~PrivateCluster()
{
    stop();
}

ClusterResult<ClusterEndpoint> PrivateCluster::start()
{
    Q_ASSERT(!m_server);
    setStatus(ClusterStatus::Starting);
    auto endpoint = bringUp();
    if (endpoint) {
        setStatus(ClusterStatus::Running);
        m_watch = std::thread([this] { watch(); });
    } else {
        m_plan.reset();
        m_lock.reset();
        setStatus(ClusterStatus::Stopped);
    }
    return endpoint;
}

ClusterResult<ClusterEndpoint> PrivateCluster::bringUp()
{
    auto plan = makePlan();
    if (!plan)
        return std::unexpected(plan.error());
    m_plan = std::move(*plan);
    if (const auto made = makeClusterIfMissing(*m_plan); !made)
        return std::unexpected(made.error());

    if (const auto adopted = adoptServer(*m_plan, m_stopRequest.get_token())) {
        qCInfo(clusterLog) << "Took over the PostgreSQL left running, process" << adopted->process.pid();
        return takeServer(*adopted);
    }
    const auto launched = launchServer(*m_plan, m_stopRequest.get_token());
    if (!launched)
        return std::unexpected(launched.error());
    return takeServer(*launched);
}

/// Account, folder, lock, then installation: nothing is written anywhere before the folder is known to be
/// ours.
ClusterResult<ServerPlan> PrivateCluster::makePlan()
{
    auto account = ClusterAccount::choose(m_options.user);
    if (!account)
        return std::unexpected(account.error());
    if (account->isOther())
        qCInfo(clusterLog).noquote() << u"Started as root: PostgreSQL runs as '%1'"_s.arg(account->name());

    const ClusterFolder folder(m_options.folder);
    if (const auto prepared = folder.prepare(*account); !prepared)
        return std::unexpected(prepared.error());
    auto lock = DataDirectoryLock::acquire(folder.lockPath(), *account);
    if (!lock)
        return std::unexpected(lock.error());
    m_lock.emplace(std::move(*lock));

    const auto installation = chooseInstallation(findInstallations(m_options.search), folder.majorVersion());
    if (!installation)
        return std::unexpected(installation.error());
    return ServerPlan{folder, std::move(*account), *installation, m_options.socketFolder};
}

ClusterResult<void> PrivateCluster::makeClusterIfMissing(const ServerPlan &plan)
{
    plan.folder.removeInitializingLeftovers();
    if (plan.folder.majorVersion())
        return {};
    qCInfo(clusterLog).noquote() << u"Making a PostgreSQL %1 cluster in %2"_s
                                        .arg(plan.installation.majorVersion)
                                        .arg(plan.folder.path());
    return initializeCluster(plan.folder, plan.installation, plan.account, m_stopRequest.get_token());
}

ClusterResult<ClusterEndpoint> PrivateCluster::takeServer(const RunningServer &server)
{
    const auto password = m_plan->folder.readPassword();
    if (!password) {
        stopServer(server);
        return std::unexpected(password.error());
    }
    m_server = server;
    m_serverProcessId = server.process.pid();
    return ClusterEndpoint{server.socketFolder, server.port, QString(clusterUser), *password,
                           QString(clusterDatabase)};
}

void PrivateCluster::stop()
{
    m_stopRequest.request_stop();
    if (m_watch.joinable())
        m_watch.join();
    if (m_server)
        stopServer(*m_server);
    m_server.reset();
    m_serverProcessId = 0;
    m_plan.reset();
    m_lock.reset();
    setStatus(ClusterStatus::Stopped);
}

void PrivateCluster::setStatus(ClusterStatus status)
{
    if (m_status.exchange(status) != status)
        emit statusChanged(status);
}

} // namespace holdfast
