// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/server_process.h"

#include "database/postgres/child_program.h"
#include "database/postgres/cluster_limits.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int exitNotExecuted = 127;

QByteArray readProcess(pid_t pid, const char *name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct ProcessStatus
{
    quint64 startTime;
    bool hasEnded; ///< a zombie has ended, whoever has not yet reaped it
};

std::optional<ProcessStatus> statusOf(pid_t pid)
{
    const QByteArray status = readProcess(pid, "stat");
    // The second field is the name in parentheses and may hold anything: count from its end.
    const QList<QByteArray> fields = status.mid(status.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype stateField = 0;
    constexpr qsizetype startTimeField = 19;
    if (fields.size() <= startTimeField)
        return std::nullopt;
    const bool hasEnded = fields[stateField] == "Z" || fields[stateField] == "X";
    return ProcessStatus{fields[startTimeField].toULongLong(), hasEnded};
}

/// A null-terminated array for exec, made before the fork because allocating after it may deadlock.
class ExecStrings final
{
public:
    explicit ExecStrings(const QStringList &strings)
    {
        for (const QString &string : strings)
            m_strings.push_back(QFile::encodeName(string));
        for (QByteArray &string : m_strings)
            m_pointers.push_back(string.data());
        m_pointers.push_back(nullptr);
    }
    char *const *data() const { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_strings;
    std::vector<char *> m_pointers;
};

/// In the child between fork and exec: async-signal-safe calls only.
[[noreturn]] void becomeServer(const char *logPath, const ClusterAccount &account, char *const *arguments,
                               char *const *environment) noexcept
{
    setsid();
    account.assumeInChild();
    const int log = open(logPath, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0600);
    const int nothing = open("/dev/null", O_RDONLY);
    if (log < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0
        || dup2(log, STDERR_FILENO) < 0)
        _exit(exitNotExecuted);
    syscall(SYS_close_range, 3U, ~0U, 0U);
    if (chdir("/") == 0)
        execve(arguments[0], arguments, environment);
    constexpr char message[] = "holdfast: the server program cannot be executed\n";
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(exitNotExecuted);
    _exit(exitNotExecuted);
}

} // namespace

std::optional<ServerProcess> ServerProcess::find(pid_t pid)
{
    const auto status = pid > 0 ? statusOf(pid) : std::nullopt;
    if (!status || status->hasEnded)
        return std::nullopt;
    return ServerProcess(pid, status->startTime);
}

bool ServerProcess::isIdTaken(pid_t pid)
{
    return pid > 0 && statusOf(pid).has_value();
}

std::optional<ServerProcess> ServerProcess::launch(const QString &program, const QStringList &arguments,
                                                   const QString &logPath, const ClusterAccount &account)
{
    const ExecStrings argumentStrings(QStringList{program} + arguments);
    const ExecStrings environment(clusterEnvironment());
    const QByteArray log = QFile::encodeName(logPath);
    const pid_t child = fork();
    if (child == 0)
        becomeServer(log.constData(), account, argumentStrings.data(), environment.data());
    if (child < 0)
        return std::nullopt;
    const auto status = statusOf(child); // there even when it ended already: nobody has reaped it
    return ServerProcess(child, status ? status->startTime : 0);
}

bool ServerProcess::isAlive() const
{
    const auto status = statusOf(m_pid);
    if (!status || status->startTime != m_startTime)
        return false;
    if (status->hasEnded)
        waitpid(m_pid, nullptr, WNOHANG); // reaps it if it was our child
    return !status->hasEnded;
}

void ServerProcess::signal(int number) const
{
    if (isAlive())
        kill(m_pid, number);
}

bool ServerProcess::waitForEnd(std::chrono::milliseconds deadline) const
{
    const QDeadlineTimer timer(deadline);
    while (isAlive()) {
        if (timer.hasExpired())
            return false;
        std::this_thread::sleep_for(cluster_limits::stopPoll);
    }
    return true;
}

QStringList ServerProcess::commandLine() const
{
    QByteArray text = readProcess(m_pid, "cmdline");
    while (text.endsWith('\0'))
        text.chop(1);
    QStringList words;
    for (const QByteArray &word : text.split('\0'))
        words += QFile::decodeName(word);
    return words;
}

QList<ServerProcess> backendsOfCluster(const QString &clusterName)
{
    QList<ServerProcess> found;
    const QString title = u"postgres: %1: "_s.arg(clusterName);
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto process = ServerProcess::find(name.toInt());
        if (process && process->commandLine().value(0).startsWith(title))
            found += *process;
    }
    return found;
}

bool sleepUnlessStopped(const std::stop_token &stop, std::chrono::milliseconds duration)
{
    std::mutex mutex; // guards nothing: the condition is the token's
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

} // namespace holdfast
