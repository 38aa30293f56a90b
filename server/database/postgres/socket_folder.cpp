// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/socket_folder.h"

#include "database/postgres/cluster_account.h"
#include "database/postgres/cluster_limits.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr auto chosenPrefix = "holdfast-"_L1;

QString socketPath(const QString &folder)
{
    return u"%1/.s.PGSQL.%2"_s.arg(folder).arg(cluster_limits::port);
}

/// A real folder of the account's that nobody else can enter; somebody may have planted another in /tmp.
bool isPrivate(const QByteArray &name, const ClusterAccount &account)
{
    struct stat folder
    {
    };
    return lstat(name.constData(), &folder) == 0 && S_ISDIR(folder.st_mode) && folder.st_uid == account.uid()
        && (folder.st_mode & 0077) == 0;
}

bool makePrivate(const QString &path, const ClusterAccount &account)
{
    const QByteArray name = QFile::encodeName(path);
    if (mkdir(name.constData(), 0700) != 0)
        return errno == EEXIST && isPrivate(name, account);
    return !account.isOther() || lchown(name.constData(), account.uid(), account.gid()) == 0;
}

QStringList basesFor(const ClusterAccount &account)
{
    // Root's own runtime folder is closed to the account it starts PostgreSQL as.
    return {account.isOther() ? u"/run"_s : qEnvironmentVariable("XDG_RUNTIME_DIR"), QDir::tempPath(),
            u"/tmp"_s};
}

ClusterResult<QString> makeWanted(const QString &wanted, const ClusterAccount &account)
{
    const QString path = QDir::cleanPath(QDir(wanted).absolutePath());
    if (!socketPathFits(path))
        return clusterRefusal(
            ClusterErrorCode::SocketPathTooLong,
            u"The socket %1 would have a name of %2 bytes; the system takes %3."_s.arg(socketPath(path))
                .arg(QFile::encodeName(socketPath(path)).size())
                .arg(cluster_limits::socketPathBytesMax),
            u"Choose a folder with a shorter path for the socket."_s);
    if (const QString closed = account.firstClosedFolder(QFileInfo(path).path()); !closed.isEmpty())
        return clusterRefusal(
            ClusterErrorCode::OutOfReach,
            u"PostgreSQL runs as '%1', which may not enter %2."_s.arg(account.name(), closed));
    if (!makePrivate(path, account))
        return clusterRefusal(
            ClusterErrorCode::NotOurs,
            u"The socket folder %1 cannot be made, or is not a private one (0700) of '%2'."_s.arg(
                path, account.name()));
    return path;
}

} // namespace

bool socketPathFits(const QString &folder)
{
    return QFile::encodeName(socketPath(folder)).size() <= cluster_limits::socketPathBytesMax;
}

ClusterResult<QString> makeSocketFolder(const QString &wanted, const QString &hash,
                                        const ClusterAccount &account)
{
    if (!wanted.isEmpty())
        return makeWanted(wanted, account);

    bool anyFits = false;
    for (const QString &base : basesFor(account)) {
        const QString path = QDir::cleanPath(base + u'/' + chosenPrefix + hash);
        if (base.isEmpty() || !QDir::isAbsolutePath(base) || !socketPathFits(path))
            continue;
        anyFits = true;
        if (account.firstClosedFolder(base).isEmpty() && makePrivate(path, account))
            return path;
    }
    if (anyFits)
        return clusterRefusal(
            ClusterErrorCode::FolderFailed,
            u"Cannot make a private folder for the socket, tried %1."_s.arg(basesFor(account).join(u", "_s)));
    return clusterRefusal(ClusterErrorCode::SocketPathTooLong,
                          u"Every folder for the socket has too long a path (%1 bytes at most)."_s.arg(
                              cluster_limits::socketPathBytesMax),
                          u"Set XDG_RUNTIME_DIR or TMPDIR to a folder with a shorter path."_s);
}

void removeSocketFolder(const QString &folder)
{
    QFile::remove(socketPath(folder));
    QFile::remove(socketPath(folder) + u".lock"_s);
    if (QFileInfo(folder).fileName().startsWith(chosenPrefix))
        rmdir(QFile::encodeName(folder).constData());
}

} // namespace holdfast
