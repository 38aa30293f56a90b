// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

#include <optional>

namespace holdfast {

class ClusterAccount;

/// The folder that holds the private cluster (0700, owned by the account PostgreSQL runs as):
///
///   data/            the cluster; appears whole, by one rename
///   initializing-…/  a cluster in the making; a leftover of a crash is removed
///   password         of the superuser (0600), written before the cluster it belongs to
///   lock             see DataDirectoryLock
///   server.log       see ServerLog, with one older generation
///
/// A value; any thread.
class ClusterFolder final
{
public:
    /// `path` need not exist yet.
    explicit ClusterFolder(const QString &path);

    QString path() const { return m_path; }
    QString dataPath() const { return within(u"data"); }
    QString passwordPath() const { return within(u"password"); }
    QString lockPath() const { return within(u"lock"); }
    QString logPath() const { return within(u"server.log"); }

    /// Ten hexadecimal digits that stand for this folder in names elsewhere.
    QString shortHash() const;

    /// Makes the folder when missing, and checks owner, content and the way to it. Nothing is written into a
    /// folder that is refused. Errors: OutOfReach, NotOurs, FolderFailed, DiskFull.
    ClusterResult<void> prepare(const ClusterAccount &account) const;

    /// The major version of the cluster in it, or nothing while there is none.
    std::optional<int> majorVersion() const;

    /// DiskFull when less than `bytes` are free for ordinary users.
    ClusterResult<void> requireFreeSpace(qint64 bytes) const;

    /// A new random password, on disk when this returns. Only for a folder without a cluster.
    ClusterResult<QString> makePassword(const ClusterAccount &account) const;
    ClusterResult<QString> readPassword() const;

    /// A fresh path for a cluster in the making.
    QString newInitializingPath() const;
    void removeInitializingLeftovers() const;

private:
    QString within(QStringView name) const { return QString(m_path + u'/' + name); }
    ClusterResult<void> makeMissing(const ClusterAccount &account) const;
    ClusterResult<void> requireReach(const ClusterAccount &account) const;
    ClusterResult<void> requireOwner(const ClusterAccount &account) const;
    ClusterResult<void> requireOwnContent() const;

    QString m_path;
};

/// Makes what is in the folder `path` (its names, not its files' content) survive a power cut.
bool syncFolder(const QString &path);

} // namespace holdfast
