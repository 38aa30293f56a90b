// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>

#include <expected>
#include <vector>

namespace holdfast {

/// A file of SQL as it is, and the SHA-256 of its bytes in hexadecimal.
struct SqlFile
{
    /// Without folder: 0001_schema.sql.
    QString name;
    QString text;
    QString checksum;
};

struct Migration
{
    int number = 0;
    SqlFile file;
};

/// All *.sql of a folder by name. The error names what cannot be read.
std::expected<std::vector<SqlFile>, QString> readSqlFiles(const QString &folder);

/// The migrations of a folder in order: NNNN_theme.sql, numbered 1, 2, 3, … The error names a file of another
/// form, a number that is missing or one that stands twice.
std::expected<std::vector<Migration>, QString> readMigrations(const QString &folder);

} // namespace holdfast
