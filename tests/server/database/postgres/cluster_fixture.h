// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/private_cluster.h"

#include <QProcess>
#include <QTemporaryDir>

namespace holdfast::testing {

/// How long a test waits for what has to happen; only a broken program takes that long.
constexpr int patienceMilliseconds = 60'000;

/// A temporary place for one cluster, passable for the account PostgreSQL runs as.
class ClusterPlace final
{
public:
    ClusterPlace();

    QString root() const { return m_folder.path(); }
    QString folder() const { return m_folder.filePath(QStringLiteral("data-dir/postgres")); }
    ClusterOptions options() const;
    ClusterFolder layout() const { return ClusterFolder(folder()); }

private:
    QTemporaryDir m_folder;
};

/// What psql printed, or its error with "ERROR " before it.
QString query(const ClusterEndpoint &endpoint, const QString &sql);

/// The message of an error, for QVERIFY2.
QByteArray textOf(const ClusterResult<ClusterEndpoint> &result);

/// Another Holdfast process with a cluster; killed with the object.
class Holder final
{
public:
    explicit Holder(const QString &folder);
    ~Holder();

    bool isReady() const { return m_firstLine.startsWith("ready "); }
    QByteArray firstLine() const { return m_firstLine; }
    qint64 serverProcessId() const { return m_firstLine.mid(6).toLongLong(); }
    qint64 processId() const { return m_process.processId(); }
    void kill();

private:
    QProcess m_process;
    QByteArray m_firstLine;
};

bool writeFile(const QString &path, const QByteArray &content);
QByteArray readFile(const QString &path);
bool isRoot();

} // namespace holdfast::testing
