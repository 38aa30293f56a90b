// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/server_log.h"

#include "database/postgres/cluster_limits.h"

#include <QFile>
#include <QStringList>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

class File final
{
public:
    File(const QString &path, int flags)
        : m_number(open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
    }
    ~File()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Q_DISABLE_COPY_MOVE(File)

    explicit operator bool() const { return m_number >= 0; }
    int number() const { return m_number; }

    struct stat status() const
    {
        struct stat result
        {
        };
        if (fstat(m_number, &result) != 0)
            result = {};
        return result;
    }

private:
    int m_number;
};

bool copyContent(const File &from, const File &to)
{
    std::array<char, 64 * 1024> buffer;
    for (off_t offset = 0;;) {
        const ssize_t length = pread(from.number(), buffer.data(), buffer.size(), offset);
        if (length <= 0)
            return length == 0;
        if (write(to.number(), buffer.data(), size_t(length)) != length)
            return false;
        offset += length;
    }
}

} // namespace

qint64 ServerLog::size() const
{
    const File file(m_path, O_RDONLY);
    return file ? qint64(file.status().st_size) : 0;
}

QString ServerLog::tailSince(qint64 offset) const
{
    const File file(m_path, O_RDONLY);
    if (!file)
        return {};
    const qint64 begin = std::max(offset, qint64(file.status().st_size) - cluster_limits::logTailBytesMax);
    QByteArray text(cluster_limits::logTailBytesMax, Qt::Uninitialized);
    text.truncate(std::max<ssize_t>(0, pread(file.number(), text.data(), size_t(text.size()), begin)));
    const QStringList lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    return lines.mid(std::max(qsizetype(0), lines.size() - cluster_limits::logTailLinesMax)).join(u'\n');
}

void ServerLog::bound(qint64 bytesMax) const
{
    const File current(m_path, O_RDWR);
    if (!current || !S_ISREG(current.status().st_mode) || current.status().st_size <= bytesMax)
        return;
    const QString olderPath = m_path + u".1"_s;
    QFile::remove(olderPath);
    const File older(olderPath, O_WRONLY | O_CREAT | O_EXCL);
    const auto owner = current.status();
    // Cut even when the copy failed: a full disk is why it may, and the bound is the point.
    if (!older || !copyContent(current, older) || fchown(older.number(), owner.st_uid, owner.st_gid) != 0)
        QFile::remove(olderPath);
    if (ftruncate(current.number(), 0) != 0)
        QFile::remove(m_path);
}

} // namespace holdfast
