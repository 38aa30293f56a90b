// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/cluster_folder.h"

#include "database/postgres/cluster_account.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr auto initializingPrefix = "initializing-"_L1;

QString nearestExisting(QString path)
{
    while (!QFileInfo::exists(path))
        path = QFileInfo(path).path();
    return path;
}

std::unexpected<ClusterError> folderFailed(const QString &what, const QString &path)
{
    const int cause = errno;
    return clusterRefusal(cause == ENOSPC || cause == EDQUOT ? ClusterErrorCode::DiskFull
                                                             : ClusterErrorCode::FolderFailed,
                          u"Cannot %1 %2: %3."_s.arg(what, path, qt_error_string(cause)));
}

bool isOwnName(const QString &name)
{
    static const QStringList names{u"data"_s,       u"password"_s,     u"lock"_s,
                                   u"server.log"_s, u"server.log.1"_s, u"lost+found"_s};
    return names.contains(name) || name.startsWith(initializingPrefix);
}

QStringList contentOf(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

ClusterFolder::ClusterFolder(const QString &path)
    : m_path(QDir::cleanPath(QDir(path).absolutePath()))
{
}

QString ClusterFolder::shortHash() const
{
    const QString canonical = QFileInfo(m_path).canonicalFilePath();
    const QByteArray name = QFile::encodeName(canonical.isEmpty() ? m_path : canonical);
    return QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().left(10));
}

ClusterResult<void> ClusterFolder::prepare(const ClusterAccount &account) const
{
    if (const auto reach = requireReach(account); !reach)
        return reach;
    if (const auto made = makeMissing(account); !made)
        return made;
    if (const auto owned = requireOwner(account); !owned)
        return owned;
    return requireOwnContent();
}

ClusterResult<void> ClusterFolder::requireReach(const ClusterAccount &account) const
{
    // The folder itself is judged by its owner, which root may still have to set.
    const QString way = nearestExisting(QFileInfo(m_path).path());
    const QString closed = account.firstClosedFolder(way);
    if (closed.isEmpty())
        return {};
    return clusterRefusal(
        ClusterErrorCode::OutOfReach,
        u"PostgreSQL runs as '%1', which may not enter %2 on the way to %3."_s.arg(account.name(), closed,
                                                                                   m_path),
        u"Choose a --data-dir outside %1 (such as /var/lib/holdfast), or allow passing: chmod o+x %1"_s.arg(
            closed));
}

ClusterResult<void> ClusterFolder::makeMissing(const ClusterAccount &account) const
{
    // Folders above stay root's when root makes them; the other account only needs to pass.
    const mode_t modeAbove = account.isOther() ? 0711 : 0700;
    QString path = nearestExisting(m_path);
    while (path != m_path) {
        const QString rest = m_path.mid(path.endsWith(u'/') ? path.size() : path.size() + 1);
        path = QDir(path).filePath(rest.section(u'/', 0, 0));
        const QByteArray name = QFile::encodeName(path);
        const mode_t mode = path == m_path ? 0700 : modeAbove;
        if (mkdir(name.constData(), mode) != 0 || chmod(name.constData(), mode) != 0)
            return folderFailed(u"make the folder"_s, path);
    }
    return {};
}

ClusterResult<void> ClusterFolder::requireOwner(const ClusterAccount &account) const
{
    const QByteArray name = QFile::encodeName(m_path);
    struct stat folder
    {
    };
    if (stat(name.constData(), &folder) != 0)
        return folderFailed(u"read the folder"_s, m_path);
    if (!S_ISDIR(folder.st_mode))
        return clusterRefusal(ClusterErrorCode::NotOurs, u"%1 is not a folder."_s.arg(m_path));

    const bool isEmptyOfRoot = folder.st_uid == 0 && account.isOther() && contentOf(m_path).isEmpty();
    if (isEmptyOfRoot && chown(name.constData(), account.uid(), account.gid()) != 0)
        return folderFailed(u"hand over the folder"_s, m_path);
    if (!isEmptyOfRoot && folder.st_uid != account.uid()) {
        const QString owner = QFileInfo(m_path).owner();
        return clusterRefusal(
            ClusterErrorCode::NotOurs,
            u"%1 belongs to '%2', but PostgreSQL would run as '%3'."_s.arg(m_path, owner, account.name()),
            u"Start Holdfast as '%1', as root with --postgres-user %1, or with another --data-dir."_s.arg(
                owner));
    }
    if ((folder.st_mode & 0077) != 0 && chmod(name.constData(), 0700) != 0)
        return folderFailed(u"close to others the folder"_s, m_path);
    return {};
}

ClusterResult<void> ClusterFolder::requireOwnContent() const
{
    for (const QString &name : contentOf(m_path)) {
        if (!isOwnName(name))
            return clusterRefusal(
                ClusterErrorCode::NotOurs,
                u"%1 holds '%2', which Holdfast did not make: the folder is not ours to use."_s.arg(m_path,
                                                                                                    name),
                u"Start with another --data-dir, or move what is in it elsewhere."_s);
    }
    if (!QFileInfo::exists(dataPath()))
        return {};
    if (!majorVersion())
        return clusterRefusal(
            ClusterErrorCode::NotOurs,
            u"%1 is not a PostgreSQL cluster: it has no readable PG_VERSION."_s.arg(dataPath()),
            u"Restore it from a backup, or start with another --data-dir."_s);
    if (!QFileInfo::exists(passwordPath()))
        return clusterRefusal(
            ClusterErrorCode::NotOurs,
            u"%1 holds a cluster, but not the password Holdfast gave it (%2)."_s.arg(m_path, passwordPath()),
            u"Restore the file, or start with another --data-dir."_s);
    return {};
}

std::optional<int> ClusterFolder::majorVersion() const
{
    QFile file(dataPath() + u"/PG_VERSION"_s);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const int version = file.read(32).trimmed().toInt(&isNumber);
    return isNumber ? std::optional(version) : std::nullopt;
}

ClusterResult<void> ClusterFolder::requireFreeSpace(qint64 bytes) const
{
    struct statvfs volume
    {
    };
    if (statvfs(QFile::encodeName(m_path).constData(), &volume) != 0)
        return folderFailed(u"ask for the free space of"_s, m_path);
    const qint64 free = qint64(volume.f_bavail) * qint64(volume.f_frsize);
    if (free >= bytes)
        return {};
    constexpr qint64 mebibyte = 1024 * 1024;
    return clusterRefusal(ClusterErrorCode::DiskFull,
                          u"The disk of %1 is full: %2 MiB are free, PostgreSQL needs %3 MiB."_s.arg(m_path)
                              .arg(free / mebibyte)
                              .arg(bytes / mebibyte),
                          u"Free some space, or start with a --data-dir on another disk."_s);
}

QString ClusterFolder::newInitializingPath() const
{
    // Never the same name twice: an orphan of a killed start may still write into the last one.
    return within(QString(initializingPrefix + QString::number(QDateTime::currentMSecsSinceEpoch())));
}

void ClusterFolder::removeInitializingLeftovers() const
{
    for (const QString &name : contentOf(m_path)) {
        if (name.startsWith(initializingPrefix))
            QDir(within(name)).removeRecursively();
    }
}

bool syncFolder(const QString &path)
{
    const int folder = open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool isSynced = fsync(folder) == 0;
    close(folder);
    return isSynced;
}

} // namespace holdfast
