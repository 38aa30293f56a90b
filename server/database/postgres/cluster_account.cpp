// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/cluster_account.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// As the kernel takes it (rt_sigaction(2)); all zero is the default.
struct KernelSignalAction
{
    void *handler = nullptr;
    unsigned long flags = 0;
    void *restorer = nullptr;
    quint64 mask = 0;
};

void resetSignal(int number) noexcept
{
    const KernelSignalAction byDefault;
    syscall(SYS_rt_sigaction, number, &byDefault, nullptr, sizeof byDefault.mask);
}

constexpr int exitIdentityRefused = 126;

struct PasswordEntry
{
    QString name;
    uid_t uid;
    gid_t gid;
};

template <typename Query>
std::optional<PasswordEntry> passwordEntry(Query query)
{
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd *found = nullptr;
    if (query(&entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return PasswordEntry{QFile::decodeName(found->pw_name), found->pw_uid, found->pw_gid};
}

std::optional<PasswordEntry> entryOf(const QString &user)
{
    return passwordEntry(
        [name = user.toLocal8Bit()](passwd *entry, char *buffer, size_t size, passwd **found) {
            return getpwnam_r(name.constData(), entry, buffer, size, found);
        });
}

QString nameOf(uid_t uid)
{
    const auto entry = passwordEntry([uid](passwd *record, char *buffer, size_t size, passwd **found) {
        return getpwuid_r(uid, record, buffer, size, found);
    });
    return entry ? entry->name : QString::number(uid);
}

std::vector<gid_t> groupsOf(const PasswordEntry &entry)
{
    int count = 64;
    std::vector<gid_t> groups(count);
    const QByteArray name = entry.name.toLocal8Bit();
    while (getgrouplist(name.constData(), entry.gid, groups.data(), &count) < 0)
        groups.resize(count);
    groups.resize(count);
    return groups;
}

} // namespace

ClusterResult<ClusterAccount> ClusterAccount::choose(const QString &user)
{
    ClusterAccount account;
    account.m_name = nameOf(geteuid());
    account.m_uid = geteuid();
    account.m_gid = getegid();
    if (geteuid() != 0) {
        if (user.isEmpty() || user == account.m_name)
            return account;
        return clusterRefusal(
            ClusterErrorCode::AccountRefused,
            u"Only root can run PostgreSQL as another user ('%1'); this is '%2'."_s.arg(user, account.m_name),
            u"Leave --postgres-user out, or start Holdfast as '%1'."_s.arg(user));
    }

    const auto entry = entryOf(user.isEmpty() ? u"postgres"_s : user);
    if (!entry || entry->uid == 0)
        return clusterRefusal(ClusterErrorCode::AccountRefused,
                              u"PostgreSQL does not run as root, and the user '%1' cannot stand in."_s.arg(
                                  user.isEmpty() ? u"postgres"_s : user),
                              u"Start Holdfast as an ordinary user, or name one with --postgres-user."_s);
    account.m_name = entry->name;
    account.m_uid = entry->uid;
    account.m_gid = entry->gid;
    account.m_groups = groupsOf(*entry);
    account.m_isOther = true;
    return account;
}

QString ClusterAccount::firstClosedFolder(const QString &folder) const
{
    QString path;
    for (const QString &name : QDir::cleanPath(folder).split(u'/', Qt::SkipEmptyParts)) {
        path += u'/' + name;
        if (!canEnter(path))
            return path;
    }
    return {};
}

/// Asked by a child with that identity rather than read from mode bits, which know nothing of ACLs.
bool ClusterAccount::canEnter(const QString &folder) const
{
    const QByteArray path = QFile::encodeName(folder);
    if (!m_isOther)
        return access(path.constData(), X_OK) == 0;

    const pid_t child = fork();
    if (child == 0) {
        assumeInChild();
        _exit(access(path.constData(), X_OK) == 0 ? 0 : 1);
    }
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// By the system calls themselves: the child shares our memory until it is another program (QProcess uses
// vfork). The C library's setuid() would order our other threads to follow, and a sanitizer would take the
// child's signal handlers for ours.
void ClusterAccount::assumeInChild() const noexcept
{
    // exec keeps the signal mask and what is ignored; the console may block what PostgreSQL listens for.
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2, SIGCHLD})
        resetSignal(number);
    const quint64 none = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none);
    syscall(SYS_umask, 0077);
    if (!m_isOther)
        return;
    if (syscall(SYS_setgroups, m_groups.size(), m_groups.data()) != 0 || syscall(SYS_setgid, m_gid) != 0
        || syscall(SYS_setuid, m_uid) != 0)
        syscall(SYS_exit_group, exitIdentityRefused);
}

} // namespace holdfast
