// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/private_cluster.h"

#include <QProcess>
#include <QTemporaryDir>

#include <mutex>
#include <tuple>
#include <vector>

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

/// What a cluster has said by a signal, on whichever thread: its watch has one of its own (a QSignalSpy would
/// be written there and read here).
template <typename... Arguments>
class Heard final
{
public:
    using Words = std::tuple<std::decay_t<Arguments>...>;

    Heard(const PrivateCluster *cluster, void (PrivateCluster::*signal)(Arguments...))
        : m_connection(QObject::connect(
            cluster, signal, cluster,
            [this](const std::decay_t<Arguments> &...words) {
                const std::lock_guard lock(m_mutex);
                m_heard.emplace_back(words...);
            },
            Qt::DirectConnection))
    {
    }
    ~Heard() { QObject::disconnect(m_connection); }
    Q_DISABLE_COPY_MOVE(Heard)

    int count() const
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<int>(m_heard.size());
    }
    Words last() const
    {
        const std::lock_guard lock(m_mutex);
        return m_heard.back();
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Words> m_heard; // guarded by m_mutex
    const QMetaObject::Connection m_connection;
};

} // namespace holdfast::testing
