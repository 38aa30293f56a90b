// SPDX-License-Identifier: GPL-3.0-only
// The half of ClusterFolder that knows the password.
#include "database/postgres/cluster_folder.h"

#include "database/postgres/cluster_account.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QByteArray randomPassword()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::unexpected<ClusterError> passwordFailed(const QString &path)
{
    const int cause = errno;
    return clusterRefusal(cause == ENOSPC || cause == EDQUOT ? ClusterErrorCode::DiskFull
                                                             : ClusterErrorCode::FolderFailed,
                          u"Cannot write the password file %1: %2."_s.arg(path, qt_error_string(cause)));
}

bool writeDurably(int file, const QByteArray &text)
{
    return write(file, text.constData(), text.size()) == text.size() && fsync(file) == 0;
}

} // namespace

ClusterResult<QString> ClusterFolder::makePassword(const ClusterAccount &account) const
{
    const QByteArray password = randomPassword();
    const QByteArray name = QFile::encodeName(passwordPath());
    unlink(name.constData()); // of a start that never got as far as a cluster
    const int file = open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return passwordFailed(passwordPath());
    const bool isHandedOver = !account.isOther() || fchown(file, account.uid(), account.gid()) == 0;
    const bool isWritten = isHandedOver && writeDurably(file, password + '\n');
    if (close(file) != 0 || !isWritten)
        return passwordFailed(passwordPath());
    return QString::fromLatin1(password);
}

ClusterResult<QString> ClusterFolder::readPassword() const
{
    QFile file(passwordPath());
    const QByteArray password = file.open(QIODevice::ReadOnly) ? file.read(1024).trimmed() : QByteArray();
    if (password.isEmpty())
        return clusterRefusal(ClusterErrorCode::FolderFailed,
                              u"Cannot read the cluster's password from %1."_s.arg(passwordPath()),
                              u"Restore the file, or start with another --data-dir."_s);
    return QString::fromLatin1(password);
}

} // namespace holdfast
