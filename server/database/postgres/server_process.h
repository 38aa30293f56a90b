// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_account.h"

#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>
#include <stop_token>

namespace holdfast {

/// A process that may or may not be our child, known by its id and start time, so that a reused id is not
/// mistaken for it. A value; use from one thread at a time.
class ServerProcess final
{
public:
    /// Nothing when no such process is alive.
    static std::optional<ServerProcess> find(pid_t pid);

    /// Whether anybody has this id, also a process that has ended and was not yet reaped: to kill(), and so
    /// to PostgreSQL, that one is there.
    static bool isIdTaken(pid_t pid);

    /// Starts a program that outlives this one: in a session of its own (a Ctrl-C on our terminal is not for
    /// it), holding none of our files, its messages appended to `logPath`. Nothing when it could not be
    /// forked; a program that cannot be executed ends at once with a line in the log.
    static std::optional<ServerProcess> launch(const QString &program, const QStringList &arguments,
                                               const QString &logPath, const ClusterAccount &account);

    pid_t pid() const { return m_pid; }
    bool isAlive() const;
    void signal(int number) const;

    /// True when it ended before the deadline.
    bool waitForEnd(std::chrono::milliseconds deadline) const;

    /// The command line as it shows in ps, which a process may have overwritten with a title.
    QStringList commandLine() const;

private:
    ServerProcess(pid_t pid, quint64 startTime)
        : m_pid(pid)
        , m_startTime(startTime)
    {
    }

    pid_t m_pid;
    quint64 m_startTime; ///< clock ticks after boot
};

/// All processes whose title names the cluster, the postmaster (whose command line does too) left out.
QList<ServerProcess> backendsOfCluster(const QString &clusterName);

/// Sleeps; false when a stop was asked for meanwhile.
bool sleepUnlessStopped(const std::stop_token &stop, std::chrono::milliseconds duration);

} // namespace holdfast
