// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QMap>
#include <QProcessEnvironment>
#include <QString>

#include <expected>
#include <optional>
#include <vector>

namespace holdfast {

/// One server of a list that libpq tries in order.
struct DatabaseHost
{
    static constexpr int defaultPort = 5432;

    /// A name, an address, or the absolute path of a socket's directory; empty for libpq's default.
    QString host;
    int port = defaultPort;

    bool operator==(const DatabaseHost &) const = default;
};

/// Where the database is and how to log in: a value, safe to copy between threads. What is left empty, libpq
/// fills in from its own PG* environment and defaults.
struct ConnectionSettings
{
    std::vector<DatabaseHost> hosts;
    QString user;
    QString password;
    QString database;
    /// Where Holdfast's tables live: a plain lower-case name, at most schemaLengthMax characters.
    QString schema = QStringLiteral("holdfast");
    QString applicationName = QStringLiteral("holdfast");
    /// Further libpq keywords (sslmode, target_session_attrs, …) and their values, passed on as they are.
    QMap<QString, QString> options;

    /// Leaves room for the prefixes and suffixes of channel names within PostgreSQL's 63 bytes.
    static constexpr int schemaLengthMax = 48;

    /// Reads postgresql://user:password@host:port,host:port/database?parameter=value&… as libpq does; the
    /// parameter `schema` is ours. The error says what is wrong and never repeats the password.
    static std::expected<ConnectionSettings, QString> fromUrl(const QString &url);

    /// Reads PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, PGTARGETSESSIONATTRS and their like.
    /// Nothing when none of them names a server, user or database.
    static std::expected<std::optional<ConnectionSettings>, QString>
    fromEnvironment(const QProcessEnvironment &environment);

    /// The settings as a URL with stars for passwords: for logs and people.
    QString text() const;

    bool operator==(const ConnectionSettings &) const = default;
};

/// True for a name that can be a schema of ours: a-z, 0-9 and _, beginning with a letter or _, not with pg_.
bool isSchemaName(QStringView name);

} // namespace holdfast
