// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_trail.h"

#include <QLoggingCategory>

#include <future>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcAudit, "holdfast.accounts.audit")

// Few sets: the budget needs to tell apart only those who are refused much.
constexpr size_t addressPlaces = 4'096;

AuditEntry droppedEntry(qint64 count)
{
    AuditEntry entry;
    entry.role = AuditRole::System;
    entry.action = u"audit.dropped"_s;
    entry.detail = {{u"count"_s, count}};
    return entry;
}

} // namespace

AuditTrail::AuditTrail(DatabaseThread &database, RateBudget refusals)
    : m_database(database)
    , m_refusals(refusals, addressPlaces)
{
}

void AuditTrail::note(AuditEntry entry)
{
    bool mustPost = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.size() < waitingMax)
            m_waiting.push_back(std::move(entry));
        else
            ++m_dropped;
        mustPost = !std::exchange(m_isPosted, true);
    }
    if (mustPost)
        post();
}

void AuditTrail::noteRefusal(AuditEntry entry, const QHostAddress &address)
{
    if (m_refusals.take(RateKey::ofAddress(address)).isAllowed)
        note(std::move(entry));
    else
        drop();
}

void AuditTrail::flush()
{
    std::promise<void> promise;
    auto written = promise.get_future();
    m_database.write([this](Connection &connection) { return writeWaiting(connection); },
                     [&promise](const std::expected<void, SqlError> &) { promise.set_value(); });
    written.wait();
}

void AuditTrail::drop()
{
    const std::lock_guard lock(m_mutex);
    ++m_dropped;
}

void AuditTrail::post()
{
    m_database.write([this](Connection &connection) { return writeWaiting(connection); },
                     [this](const std::expected<void, SqlError> &result) { settle(result.has_value()); });
}

// A refused task leaves the lines waiting for the next note; one that fails loses its batch, and says so.
void AuditTrail::settle(bool isWritten)
{
    {
        const std::lock_guard lock(m_mutex);
        m_isPosted = isWritten && !m_waiting.empty();
        if (!m_isPosted)
            return;
    }
    post();
}

AuditTrail::Batch AuditTrail::take()
{
    const std::lock_guard lock(m_mutex);
    return {std::exchange(m_waiting, {}), std::exchange(m_dropped, 0)};
}

std::expected<void, SqlError> AuditTrail::writeWaiting(Connection &connection)
{
    const Batch batch = take();
    if (batch.entries.empty() && batch.dropped == 0)
        return {};
    auto written = write(connection, batch);
    if (!written) {
        qCWarning(lcAudit, "%zu lines of the audit log are lost: %s", batch.entries.size(),
                  qUtf8Printable(written.error().text));
        const std::lock_guard lock(m_mutex);
        m_dropped += batch.dropped + static_cast<qint64>(batch.entries.size());
    }
    return written;
}

std::expected<void, SqlError> AuditTrail::write(Connection &connection, const Batch &batch)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return begun;
    for (const auto &entry : batch.entries) {
        if (auto written = writeAudit(connection, entry); !written)
            return written;
    }
    if (batch.dropped > 0) {
        if (auto written = writeAudit(connection, droppedEntry(batch.dropped)); !written)
            return written;
    }
    return transaction.commit();
}

} // namespace holdfast
