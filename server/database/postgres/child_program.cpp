// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/child_program.h"

#include "database/postgres/cluster_limits.h"

#include <QDeadlineTimer>
#include <QProcess>

#include <csignal>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int waitSliceMilliseconds = 50;

void appendBounded(QByteArray &output, const QByteArray &more)
{
    output += more;
    if (output.size() > cluster_limits::programOutputBytesMax)
        output.remove(0, output.size() - cluster_limits::programOutputBytesMax);
}

/// Reads until the end, the deadline or a stop request, whichever comes first.
ChildOutcome::Ending follow(QProcess &process, const ChildProgram &program, const std::stop_token &stop,
                            QByteArray &output)
{
    const QDeadlineTimer deadline(program.deadline);
    while (!process.waitForFinished(waitSliceMilliseconds)) {
        appendBounded(output, process.readAll());
        if (process.state() == QProcess::NotRunning)
            break;
        if (stop.stop_requested())
            return ChildOutcome::Ending::Interrupted;
        if (deadline.hasExpired())
            return ChildOutcome::Ending::TimedOut;
    }
    appendBounded(output, process.readAll());
    return ChildOutcome::Ending::Finished;
}

/// Ends the program with all it started (initdb has a server at work), and waits until none of them is left
/// to write behind the back of whoever cleans up.
void killSession(QProcess &process)
{
    const auto group = pid_t(process.processId());
    ::kill(-group, SIGKILL);
    process.waitForFinished();
    const QDeadlineTimer deadline(cluster_limits::killedGroupMax);
    while (::kill(-group, 0) == 0 && !deadline.hasExpired())
        std::this_thread::sleep_for(cluster_limits::stopPoll);
}

} // namespace

QStringList clusterEnvironment()
{
    QStringList environment{u"LC_ALL=C.UTF-8"_s};
    for (const char *name : {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"}) {
        if (qEnvironmentVariableIsSet(name))
            environment += QLatin1StringView(name) + u'=' + qEnvironmentVariable(name);
    }
    return environment;
}

ChildOutcome runProgram(const ChildProgram &program, const ClusterAccount *account,
                        const std::stop_token &stop)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(u"/"_s);
    process.setEnvironment(clusterEnvironment());
    process.setChildProcessModifier([account] {
        setsid();
        if (account)
            account->assumeInChild();
        prctl(PR_SET_PDEATHSIG, SIGKILL); // after the change of identity, which clears it
    });
    process.start(program.path, program.arguments);
    if (!process.waitForStarted())
        return {ChildOutcome::Ending::NotStarted, -1, process.errorString().toUtf8()};
    process.write(program.input);
    process.closeWriteChannel();

    ChildOutcome outcome{};
    outcome.ending = follow(process, program, stop, outcome.output);
    if (outcome.ending != ChildOutcome::Ending::Finished)
        killSession(process);
    const bool ended =
        outcome.ending == ChildOutcome::Ending::Finished && process.exitStatus() == QProcess::NormalExit;
    outcome.exitCode = ended ? process.exitCode() : -1;
    return outcome;
}

} // namespace holdfast
