// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_account.h"

#include <QByteArray>
#include <QStringList>

#include <chrono>
#include <stop_token>

namespace holdfast {

/// A program that is run to its end, bounded in time and output.
struct ChildProgram
{
    QString path;
    QStringList arguments;
    QByteArray input;
    std::chrono::milliseconds deadline;
};

struct ChildOutcome
{
    enum class Ending { Finished, NotStarted, TimedOut, Interrupted };

    Ending ending;
    int exitCode = -1; ///< -1 unless it finished by itself
    QByteArray output; ///< both channels, the last `programOutputBytesMax`

    bool succeeded() const { return ending == Ending::Finished && exitCode == 0; }
};

/// What PostgreSQL's programs see: English messages, because some are read here, and little else. Holdfast's
/// environment may hold secrets and PG* settings, neither meant for this server.
QStringList clusterEnvironment();

/// Runs `program` as `account` and waits. The child dies with the calling thread, so nothing half done goes
/// on after a kill. Blocking; any thread.
ChildOutcome runProgram(const ChildProgram &program, const ClusterAccount *account,
                        const std::stop_token &stop);

} // namespace holdfast
