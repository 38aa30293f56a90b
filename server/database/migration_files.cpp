// SPDX-License-Identifier: GPL-3.0-only
#include "database/migration_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace holdfast {

using namespace Qt::StringLiterals;

std::expected<std::vector<SqlFile>, QString> readSqlFiles(const QString &folder)
{
    std::vector<SqlFile> files;
    const QDir directory(folder);
    for (const auto &name : directory.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return std::unexpected(QString(name + u": "_s + file.errorString()));
        const QByteArray bytes = file.readAll();
        const QByteArray checksum = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        files.push_back({name, QString::fromUtf8(bytes), QString::fromLatin1(checksum)});
    }
    return files;
}

std::expected<std::vector<Migration>, QString> readMigrations(const QString &folder)
{
    static const QRegularExpression pattern(u"^(\\d{4})_[a-z0-9_]+\\.sql\\z"_s);
    auto files = readSqlFiles(folder);
    if (!files)
        return std::unexpected(files.error());
    std::vector<Migration> migrations;
    for (auto &file : *files) {
        const auto match = pattern.match(file.name);
        if (!match.hasMatch())
            return std::unexpected(QString(file.name + u" is not named like 0001_theme.sql"_s));
        const int number = match.captured(1).toInt();
        const int expected = static_cast<int>(migrations.size()) + 1;
        if (number < expected)
            return std::unexpected(
                QString(file.name + u" has a number that another migration has, or 0000"_s));
        if (number > expected)
            return std::unexpected(u"migration "_s + QString::number(expected) + u" is missing before "_s
                                   + file.name);
        migrations.push_back({number, std::move(file)});
    }
    return migrations;
}

} // namespace holdfast
