// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/audit_log.h"
#include "accounts/limits/rate_limiter.h"
#include "database/database_thread.h"

#include <mutex>
#include <vector>

namespace holdfast {

/// Writes lines of the audit log for those who may not wait for the database: they are gathered, and written
/// behind the requests, many in one transaction. What does not fit is dropped and counted; the count is a
/// line of its own (audit.dropped). Acts that have a transaction of their own write their line there instead.
class AuditTrail final
{
public:
    /// The most lines that wait, also while the database is away.
    static constexpr size_t waitingMax = 1'000;
    /// Refusals that one address can have written: whoever hammers on a door fills no disk.
    static constexpr RateBudget refusalBudget{.requests = 60, .window = std::chrono::minutes(1)};

    /// `database` must outlive the trail, and have stopped before the trail goes.
    explicit AuditTrail(DatabaseThread &database, RateBudget refusals = refusalBudget);
    Q_DISABLE_COPY_MOVE(AuditTrail)

    /// Any thread; never waits.
    void note(AuditEntry entry);
    /// As note(), within the budget of the address that was refused.
    void noteRefusal(AuditEntry entry, const QHostAddress &address);

    /// Waits until what was noted is written, or the database has said no. Before `database` stops.
    void flush();

private:
    struct Batch
    {
        std::vector<AuditEntry> entries;
        qint64 dropped = 0;
    };

    void drop();
    void post();
    std::expected<void, SqlError> writeWaiting(Connection &connection);
    static std::expected<void, SqlError> write(Connection &connection, const Batch &batch);
    Batch take();
    void settle(bool isWritten);

    DatabaseThread &m_database;
    RateLimiter m_refusals;
    std::mutex m_mutex;
    // All below guarded by m_mutex.
    std::vector<AuditEntry> m_waiting;
    qint64 m_dropped = 0;
    bool m_isPosted = false;
};

} // namespace holdfast
