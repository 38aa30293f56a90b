// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/postmaster_file.h"

#include <QFile>
#include <QList>

namespace holdfast {

namespace {

PostmasterFile::Status statusFrom(const QByteArray &word)
{
    if (word == "ready")
        return PostmasterFile::Status::Ready;
    return word == "stopping" ? PostmasterFile::Status::Stopping : PostmasterFile::Status::Starting;
}

} // namespace

std::optional<PostmasterFile> PostmasterFile::read(const QString &dataFolder)
{
    QFile file(pathIn(dataFolder));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    // Lines as in PostgreSQL's src/include/utils/pidfile.h, the same since version 10.
    constexpr qsizetype pidLine = 0, portLine = 3, socketLine = 4, statusLine = 7;
    constexpr qint64 fileBytesMax = 16 * 1024;
    const QList<QByteArray> lines = file.read(fileBytesMax).split('\n');
    PostmasterFile content;
    content.pid = lines.value(pidLine).trimmed().toInt();
    content.port = lines.value(portLine).trimmed().toUShort();
    content.socketFolder = QFile::decodeName(lines.value(socketLine));
    content.status = statusFrom(lines.value(statusLine).trimmed());
    return content.pid > 0 ? std::optional(content) : std::nullopt;
}

} // namespace holdfast
