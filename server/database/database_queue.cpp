// SPDX-License-Identifier: GPL-3.0-only
#include "database/database_queue.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

SqlError unavailable(const QString &text)
{
    return {.kind = SqlError::Kind::Unavailable, .sqlState = {}, .text = text, .constraint = {}};
}

} // namespace

SqlError queueFull()
{
    return unavailable(u"too many tasks wait for the database already"_s);
}

SqlError databaseAway()
{
    return unavailable(u"the database cannot be reached"_s);
}

SqlError databaseStopped()
{
    return unavailable(u"the database thread has stopped"_s);
}

SqlError databaseSilent()
{
    return unavailable(u"the database does not answer"_s);
}

DatabaseQueue::DatabaseQueue(size_t lengthMax, std::chrono::milliseconds awayMax)
    : m_lengthMax(lengthMax)
    , m_awayMax(awayMax)
{
}

std::expected<void, SqlError> DatabaseQueue::push(std::shared_ptr<DatabaseTask> &task)
{
    const std::lock_guard lock(m_mutex);
    if (m_isClosed)
        return std::unexpected(databaseStopped());
    if (isAwayTooLongLocked())
        return std::unexpected(databaseAway());
    if (m_tasks.size() >= m_lengthMax)
        return std::unexpected(queueFull());
    m_tasks.push_back(std::move(task));
    if (m_tasks.size() == 1 && m_waker)
        m_waker();
    return {};
}

void DatabaseQueue::putBack(std::shared_ptr<DatabaseTask> task)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_front(std::move(task));
    if (m_waker)
        m_waker();
}

// Whoever takes one and leaves more is told to come again: one task a turn of the event loop lets timers and
// notifications have theirs.
std::shared_ptr<DatabaseTask> DatabaseQueue::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_tasks.empty())
        return nullptr;
    auto task = std::move(m_tasks.front());
    m_tasks.pop_front();
    m_underWay = task;
    if (!m_tasks.empty() && m_waker)
        m_waker();
    return task;
}

std::vector<std::shared_ptr<DatabaseTask>> DatabaseQueue::takeOlderThan(std::chrono::milliseconds age)
{
    const std::lock_guard lock(m_mutex);
    const auto oldest = Clock::now() - age;
    std::vector<std::shared_ptr<DatabaseTask>> older;
    if (auto underWay = m_underWay.lock(); underWay && underWay->made() < oldest)
        older.push_back(std::move(underWay));
    while (!m_tasks.empty() && m_tasks.front()->made() < oldest) {
        older.push_back(std::move(m_tasks.front()));
        m_tasks.pop_front();
    }
    return older;
}

size_t DatabaseQueue::length() const
{
    const std::lock_guard lock(m_mutex);
    return m_tasks.size();
}

void DatabaseQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    if (m_waker)
        m_waker();
}

bool DatabaseQueue::isClosed() const
{
    const std::lock_guard lock(m_mutex);
    return m_isClosed;
}

void DatabaseQueue::markAway()
{
    const std::lock_guard lock(m_mutex);
    if (!m_awaySince)
        m_awaySince = Clock::now();
}

void DatabaseQueue::markBack()
{
    const std::lock_guard lock(m_mutex);
    m_awaySince.reset();
    if (!m_tasks.empty() && m_waker)
        m_waker();
}

bool DatabaseQueue::isAway() const
{
    const std::lock_guard lock(m_mutex);
    return m_awaySince.has_value();
}

bool DatabaseQueue::isAwayTooLong() const
{
    const std::lock_guard lock(m_mutex);
    return isAwayTooLongLocked();
}

bool DatabaseQueue::isAwayTooLongLocked() const
{
    return m_awaySince && Clock::now() - *m_awaySince >= m_awayMax;
}

void DatabaseQueue::setWaker(std::function<void()> waker)
{
    const std::lock_guard lock(m_mutex);
    m_waker = std::move(waker);
    if ((m_isClosed || !m_tasks.empty()) && m_waker)
        m_waker();
}

} // namespace holdfast
