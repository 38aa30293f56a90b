// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/sql_error.h"

#include <QtGlobal>

#include <atomic>
#include <chrono>
#include <expected>
#include <memory>
#include <type_traits>
#include <utility>

namespace holdfast {

class Connection;

/// Something to do with a connection, and somebody waiting for the result, who is answered exactly once. One
/// thread runs it; any other may refuse it meanwhile.
class DatabaseTask
{
public:
    using Clock = std::chrono::steady_clock;

    DatabaseTask() = default;
    virtual ~DatabaseTask() = default;
    Q_DISABLE_COPY_MOVE(DatabaseTask)

    /// Does it and hands on the result; false when the connection broke and it may be tried once more. Does
    /// nothing once refused; refused while it runs, it drops its result.
    virtual bool run(Connection &connection) = 0;
    /// Hands on the error instead, unless somebody has been answered already.
    virtual void refuse(const SqlError &error) = 0;

    /// When it was made: its deadline counts from here.
    Clock::time_point made() const { return m_made; }

protected:
    bool isAnswered() const { return m_isAnswered; }
    /// True for the first who asks: that one answers.
    bool claimAnswer() { return !m_isAnswered.exchange(true); }

private:
    const Clock::time_point m_made = Clock::now();
    std::atomic<bool> m_isAnswered = false;
};

/// Work: Connection & → std::expected<T, SqlError>. Done: takes that result; called exactly once.
template <typename Work, typename Done>
class WorkTask final : public DatabaseTask
{
public:
    using Result = std::invoke_result_t<Work &, Connection &>;
    static_assert(std::is_same_v<typename Result::error_type, SqlError>);

    WorkTask(Work work, Done done, bool isRepeatable)
        : m_work(std::move(work))
        , m_done(std::move(done))
        , m_mayRepeat(isRepeatable)
    {
    }

    bool run(Connection &connection) override
    {
        if (isAnswered())
            return true;
        Result result = m_work(connection);
        const bool isBroken = !result && result.error().kind == SqlError::Kind::ConnectionLost;
        if (isBroken && std::exchange(m_mayRepeat, false))
            return false;
        answer(std::move(result));
        return true;
    }

    void refuse(const SqlError &error) override { answer(Result(std::unexpect, error)); }

private:
    // What `done` holds, a client's connection for one, is let go at once, however long the work still runs.
    void answer(Result &&result)
    {
        if (!claimAnswer())
            return;
        Done done = std::move(m_done);
        done(std::move(result));
    }

    Work m_work;
    Done m_done;
    bool m_mayRepeat;
};

template <typename Work, typename Done>
std::shared_ptr<DatabaseTask> makeDatabaseTask(Work work, Done done, bool isRepeatable)
{
    return std::make_shared<WorkTask<Work, Done>>(std::move(work), std::move(done), isRepeatable);
}

} // namespace holdfast
