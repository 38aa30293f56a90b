// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

#include <utility>

namespace holdfast {

class ClusterAccount;

/// Keeps a second Holdfast off a data directory for as long as this object lives. The kernel gives the lock
/// back when the process ends, however it ends, so there is no stale lock to guess about. The file stays and
/// names the last holder. Any thread.
class DataDirectoryLock final
{
public:
    /// Locks `path`, which is made when missing and then owned by `account`. Error Locked names the holder.
    static ClusterResult<DataDirectoryLock> acquire(const QString &path, const ClusterAccount &account);

    DataDirectoryLock(DataDirectoryLock &&other) noexcept
        : m_file(std::exchange(other.m_file, -1))
    {
    }
    DataDirectoryLock &operator=(DataDirectoryLock &&other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~DataDirectoryLock();

private:
    explicit DataDirectoryLock(int file)
        : m_file(file)
    {
    }

    int m_file;
};

} // namespace holdfast
