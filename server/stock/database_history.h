// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <mutex>

namespace holdfast {

/// The history of the database that this process has met first, and knows its customers from. After a
/// failover or from a restored backup the database has another one, in which they need not exist. Any thread.
class DatabaseHistory final
{
public:
    DatabaseHistory() = default;
    Q_DISABLE_COPY_MOVE(DatabaseHistory)

    /// Whether a session's history is the one that was met first.
    bool isKnown(const QString &history)
    {
        const std::lock_guard lock(m_mutex);
        if (m_first.isEmpty())
            m_first = history;
        return history == m_first;
    }

private:
    std::mutex m_mutex;
    QString m_first;
};

} // namespace holdfast
