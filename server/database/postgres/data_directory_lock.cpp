// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/data_directory_lock.h"

#include "database/postgres/cluster_account.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString holderOf(int file)
{
    char text[32] = {};
    const ssize_t length = pread(file, text, sizeof text - 1, 0);
    const QByteArray pid = QByteArray(text, std::max<ssize_t>(length, 0)).trimmed();
    return pid.isEmpty() ? u"Another process"_s
                         : u"Another Holdfast (process %1)"_s.arg(QString::fromLatin1(pid));
}

bool writeHolder(int file)
{
    const QByteArray pid = QByteArray::number(getpid()) + '\n';
    return ftruncate(file, 0) == 0 && pwrite(file, pid.constData(), pid.size(), 0) == pid.size();
}

} // namespace

ClusterResult<DataDirectoryLock> DataDirectoryLock::acquire(const QString &path,
                                                            const ClusterAccount &account)
{
    const int file =
        open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return clusterRefusal(ClusterErrorCode::FolderFailed,
                              u"Cannot open the lock file %1: %2."_s.arg(path, qt_error_string(errno)));

    DataDirectoryLock lock(file);
    if (flock(file, LOCK_EX | LOCK_NB) != 0)
        return clusterRefusal(
            ClusterErrorCode::Locked,
            u"%1 is using the data in %2."_s.arg(holderOf(file), QFileInfo(path).absolutePath()),
            u"Use that one, end it, or give this one another --data-dir."_s);
    if (!writeHolder(file) || (account.isOther() && fchown(file, account.uid(), account.gid()) != 0))
        return clusterRefusal(errno == ENOSPC ? ClusterErrorCode::DiskFull : ClusterErrorCode::FolderFailed,
                              u"Cannot write the lock file %1: %2."_s.arg(path, qt_error_string(errno)));
    return lock;
}

DataDirectoryLock::~DataDirectoryLock()
{
    if (m_file >= 0)
        close(m_file);
}

} // namespace holdfast
