// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/running_server.h"

#include "database/postgres/cluster_initializer.h"
#include "database/postgres/cluster_limits.h"
#include "database/postgres/cluster_logging.h"
#include "database/postgres/postmaster_file.h"
#include "database/postgres/server_log.h"
#include "database/postgres/server_settings.h"
#include "database/postgres/socket_folder.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>

#include <csignal>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

enum class Readiness { Ready, Ended, TooSlow, Interrupted };

/// Whether `process` was started on exactly this data: its id may have gone to somebody else since.
bool isPostmasterOf(const ServerProcess &process, const QString &dataPath)
{
    const QStringList words = process.commandLine();
    const qsizetype option = words.indexOf(u"-D"_s);
    return QFileInfo(words.value(0)).fileName() == "postgres"_L1 && option > 0
        && QFileInfo(words.value(option + 1)).canonicalFilePath() == QFileInfo(dataPath).canonicalFilePath();
}

std::optional<ServerProcess> findPostmaster(const QString &dataPath)
{
    const auto file = PostmasterFile::read(dataPath);
    const auto process = file ? ServerProcess::find(file->pid) : std::nullopt;
    return process && isPostmasterOf(*process, dataPath) ? process : std::nullopt;
}

Readiness waitUntilReady(const ServerProcess &process, const QString &dataPath, const std::stop_token &stop)
{
    const QDeadlineTimer deadline(cluster_limits::startMax);
    while (process.isAlive()) {
        const auto file = PostmasterFile::read(dataPath);
        if (file && file->pid == process.pid() && file->status == PostmasterFile::Status::Ready)
            return Readiness::Ready;
        if (deadline.hasExpired())
            return Readiness::TooSlow;
        if (!sleepUnlessStopped(stop, cluster_limits::readinessPoll))
            return Readiness::Interrupted;
    }
    return Readiness::Ended;
}

bool isReachable(const RunningServer &server)
{
    return QFileInfo::exists(u"%1/.s.PGSQL.%2"_s.arg(server.socketFolder).arg(server.port));
}

ClusterError startError(Readiness readiness, const ServerLog &log, qint64 offset)
{
    if (readiness == Readiness::Interrupted)
        return {ClusterErrorCode::Interrupted, u"The start of PostgreSQL was interrupted."_s, {}};
    const QString what = readiness == Readiness::TooSlow
        ? u"PostgreSQL was not ready after %1 s."_s.arg(cluster_limits::startMax.count())
        : u"PostgreSQL ended during its start."_s;
    ClusterError error = errorFromOutput(ClusterErrorCode::StartFailed, what, log.tailSince(offset));
    if (error.remedy.isEmpty())
        error.remedy = u"The whole log is in %1."_s.arg(log.path());
    return error;
}

ClusterResult<RunningServer> launchOnce(const ServerPlan &plan, const std::stop_token &stop)
{
    if (const auto room = plan.folder.requireFreeSpace(cluster_limits::freeBytesToStart); !room)
        return std::unexpected(room.error());
    const auto socketFolder = makeSocketFolder(plan.socketFolder, plan.folder.shortHash(), plan.account);
    if (!socketFolder)
        return std::unexpected(socketFolder.error());

    const ServerLog log(plan.folder.logPath());
    log.bound(cluster_limits::logBytesMax);
    const qint64 logStart = log.size();
    const auto process = ServerProcess::launch(plan.installation.program(u"postgres"_s),
                                               QStringList{u"-D"_s, plan.folder.dataPath()}
                                                   + fixedServerSettings(plan.folder, *socketFolder),
                                               log.path(), plan.account);
    if (!process)
        return clusterRefusal(ClusterErrorCode::StartFailed,
                              u"The system has no room for another process."_s);

    const RunningServer server{*process, *socketFolder, cluster_limits::port, false};
    const Readiness readiness = waitUntilReady(*process, plan.folder.dataPath(), stop);
    if (readiness == Readiness::Ready)
        return server;
    stopServer(server);
    return std::unexpected(startError(readiness, log, logStart));
}

bool isHeldByOrphans(const ClusterError &error)
{
    return error.code == ClusterErrorCode::StartFailed
        && error.message.contains("pre-existing shared memory block"_L1);
}

/// PostgreSQL takes any process with the id in its lock files for its own kind and never starts again. After
/// a reboot that may be anybody; after a crash it is what is left of the server until init reaps it, which in
/// a container may be never. Only called when no process of this cluster is alive.
void removeMisleadingFiles(const ServerPlan &plan)
{
    const auto file = PostmasterFile::read(plan.folder.dataPath());
    if (!file || !ServerProcess::isIdTaken(file->pid))
        return;
    removeSocketFolder(file->socketFolder); // whose lock holds the same id
    QFile::remove(PostmasterFile::pathIn(plan.folder.dataPath()));
}

void endOrphans(const QList<ServerProcess> &orphans)
{
    qCInfo(clusterLog).noquote() << u"Ending what a killed PostgreSQL left behind, processes: %1"_s.arg(
        orphans.size());
    for (const ServerProcess &orphan : orphans)
        orphan.signal(SIGQUIT);
}

bool stopBy(const ServerProcess &process, int number, std::chrono::milliseconds deadline)
{
    process.signal(number);
    return process.waitForEnd(deadline);
}

} // namespace

std::optional<RunningServer> adoptServer(const ServerPlan &plan, const std::stop_token &stop)
{
    const QString dataPath = plan.folder.dataPath();
    const auto process = findPostmaster(dataPath);
    if (!process || waitUntilReady(*process, dataPath, stop) == Readiness::Ended)
        return std::nullopt;
    const auto file = PostmasterFile::read(dataPath);
    if (!file)
        return std::nullopt;

    const RunningServer server{*process, file->socketFolder, file->port, true};
    if (file->status == PostmasterFile::Status::Ready && isReachable(server))
        return server;
    qCInfo(clusterLog) << "The PostgreSQL left running cannot be reached; stopping it";
    stopServer(server);
    return std::nullopt;
}

ClusterResult<RunningServer> launchServer(const ServerPlan &plan, const std::stop_token &stop)
{
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
        const auto waited = std::chrono::steady_clock::now() - begin;
        const auto orphans = backendsOfCluster(clusterName(plan.folder));
        if (orphans.isEmpty() || waited > cluster_limits::orphanMax) {
            if (orphans.isEmpty())
                removeMisleadingFiles(plan);
            auto launched = launchOnce(plan, stop);
            if (launched || !isHeldByOrphans(launched.error()) || waited > cluster_limits::orphanMax)
                return launched;
        } else if (waited > cluster_limits::orphanPatience) {
            endOrphans(orphans);
        }
        if (!sleepUnlessStopped(stop, cluster_limits::orphanPoll))
            return std::unexpected(startError(Readiness::Interrupted, ServerLog(plan.folder.logPath()), 0));
    }
}

void stopServer(const RunningServer &server)
{
    using namespace cluster_limits;
    const bool hasEnded = stopBy(server.process, SIGINT, stopFastMax)
        || stopBy(server.process, SIGQUIT, stopImmediateMax) || stopBy(server.process, SIGKILL, stopKillMax);
    if (!hasEnded)
        qCWarning(clusterLog) << "PostgreSQL process" << server.process.pid() << "does not end";
    removeSocketFolder(server.socketFolder);
}

} // namespace holdfast
