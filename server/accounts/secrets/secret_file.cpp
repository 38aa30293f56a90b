// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/secret_file.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

class Descriptor final
{
public:
    Descriptor(const QByteArray &path, int flags, mode_t mode = 0)
        : m_number(open(path.constData(), flags | O_CLOEXEC | O_NOFOLLOW, mode))
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)

    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }

private:
    const int m_number;
};

std::unexpected<QString> failed(const QString &what, const QString &path)
{
    const QString cause = qt_error_string(errno);
    return std::unexpected(QString(u"Cannot "_s + what + u' ' + path + u": "_s + cause + u'.'));
}

bool writeDurably(const QByteArray &path, const QByteArray &secret)
{
    const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    return file.isOpen()
        && write(file.number(), secret.constData(), static_cast<size_t>(secret.size())) == secret.size()
        && fsync(file.number()) == 0;
}

void keepDirectoryEntry(const QString &path)
{
    const Descriptor folder(QFile::encodeName(QFileInfo(path).path()), O_RDONLY | O_DIRECTORY);
    if (folder.isOpen())
        fsync(folder.number());
}

// The whole secret under a name of its own, ready to be moved to its place; removed again unless it was.
class Draft final
{
public:
    Draft(const QString &path, const QByteArray &secret)
        : m_name(QFile::encodeName(QString(path + u'.' + QUuid::createUuid().toString(QUuid::Id128))))
        , m_isWritten(writeDurably(m_name, secret + '\n'))
    {
    }
    ~Draft() { unlink(m_name.constData()); }
    Q_DISABLE_COPY_MOVE(Draft)

    bool isWritten() const { return m_isWritten; }
    bool moveTo(const QByteArray &place) const { return rename(m_name.constData(), place.constData()) == 0; }
    /// Unlike moving, this takes nobody's place.
    bool linkTo(const QByteArray &place) const { return link(m_name.constData(), place.constData()) == 0; }

private:
    const QByteArray m_name;
    const bool m_isWritten;
};

} // namespace

std::expected<void, QString> replaceSecretFile(const QString &path, const QByteArray &secret)
{
    const Draft draft(path, secret);
    if (!draft.isWritten() || !draft.moveTo(QFile::encodeName(path)))
        return failed(u"write"_s, path);
    keepDirectoryEntry(path);
    return {};
}

std::expected<bool, QString> createSecretFile(const QString &path, const QByteArray &secret)
{
    const Draft draft(path, secret);
    if (!draft.isWritten())
        return failed(u"write"_s, path);
    if (!draft.linkTo(QFile::encodeName(path))) {
        if (errno == EEXIST)
            return false;
        return failed(u"write"_s, path);
    }
    keepDirectoryEntry(path);
    return true;
}

std::expected<QByteArray, QString> readSecretFile(const QString &path)
{
    const Descriptor file(QFile::encodeName(path), O_RDONLY | O_NONBLOCK);
    struct stat status
    {
    };
    if (!file.isOpen() || fstat(file.number(), &status) != 0)
        return failed(u"read"_s, path);
    if (!S_ISREG(status.st_mode))
        return std::unexpected(QString(path + u" is not a plain file."_s));
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return std::unexpected(
            QString(path + u" is open to others; make it 0600, or delete it if they may have read it."_s));
    if (status.st_size > secretFileMax)
        return std::unexpected(QString(path + u" is too large for a secret."_s));
    QByteArray secret(status.st_size, Qt::Uninitialized);
    if (read(file.number(), secret.data(), static_cast<size_t>(secret.size())) != secret.size())
        return failed(u"read"_s, path);
    return secret.trimmed();
}

} // namespace holdfast
