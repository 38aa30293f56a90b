// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/sql_error.h"

#include <QtGlobal>

#include <expected>
#include <memory>
#include <type_traits>
#include <utility>

namespace holdfast {

class Connection;

/// Something to do with a connection, and somebody waiting for the result.
class DatabaseTask
{
public:
    DatabaseTask() = default;
    virtual ~DatabaseTask() = default;
    Q_DISABLE_COPY_MOVE(DatabaseTask)

    /// Does it and hands on the result; false when the connection broke and it may be tried once more.
    virtual bool run(Connection &connection) = 0;
    /// Hands on the error instead.
    virtual void refuse(const SqlError &error) = 0;
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
        Result result = m_work(connection);
        const bool isBroken = !result && result.error().kind == SqlError::Kind::ConnectionLost;
        if (isBroken && std::exchange(m_mayRepeat, false))
            return false;
        m_done(std::move(result));
        return true;
    }

    void refuse(const SqlError &error) override { m_done(Result(std::unexpect, error)); }

private:
    Work m_work;
    Done m_done;
    bool m_mayRepeat;
};

template <typename Work, typename Done>
std::unique_ptr<DatabaseTask> makeDatabaseTask(Work work, Done done, bool isRepeatable)
{
    return std::make_unique<WorkTask<Work, Done>>(std::move(work), std::move(done), isRepeatable);
}

} // namespace holdfast
