// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"

#include <QSet>

#include <mutex>
#include <shared_mutex>

namespace holdfast {

/// Who is admin, as the database says; CredentialWatch keeps it fresh. A token never says so. Any thread.
class Admins final
{
public:
    Admins() = default;
    Q_DISABLE_COPY_MOVE(Admins)

    bool contains(const UserId &user) const
    {
        const std::shared_lock lock(m_mutex);
        return m_users.contains(user);
    }

    void replace(const QSet<UserId> &users)
    {
        const std::lock_guard lock(m_mutex);
        m_users = users;
    }

private:
    mutable std::shared_mutex m_mutex;
    // Guarded by m_mutex.
    QSet<UserId> m_users;
};

} // namespace holdfast
