// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

#include <sys/types.h>
#include <vector>

namespace holdfast {

/// The system account PostgreSQL runs as. PostgreSQL refuses to run as root, so root has to name another one.
/// A value; any thread.
class ClusterAccount final
{
public:
    /// The account of this process, unless that is root: then `user`, or `postgres` when `user` is empty.
    /// Somebody who is not root can only be themselves.
    static ClusterResult<ClusterAccount> choose(const QString &user);

    QString name() const { return m_name; }
    uid_t uid() const { return m_uid; }
    gid_t gid() const { return m_gid; }

    /// True when programs have to be started with a change of identity.
    bool isOther() const { return m_isOther; }

    /// The first folder on the way to `folder` (itself included) that this account may not enter; empty if
    /// none.
    QString firstClosedFolder(const QString &folder) const;

    /// For the child between fork and exec, so async-signal-safe: default signals, files private, and this
    /// identity. Ends the child when the identity cannot be taken.
    void assumeInChild() const noexcept;

private:
    ClusterAccount() = default;
    bool canEnter(const QString &folder) const;

    QString m_name;
    uid_t m_uid = 0;
    gid_t m_gid = 0;
    std::vector<gid_t> m_groups;
    bool m_isOther = false;
};

} // namespace holdfast
