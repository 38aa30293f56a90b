// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/batch_outcomes.h"
#include "stock/database_clock.h"
#include "stock/expiry_schedule.h"
#include "stock/lane_figures.h"
#include "stock/pending_command.h"
#include "stock/stock_board.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace holdfast {

/// What the lanes of one process share, and whom they tell. The functions are called on lanes' threads after
/// a commit and before its answers; they must be quick, must not wait, and must outlive the lanes.
struct LaneSurroundings
{
    ConnectionSettings database;
    const StatementBook &statements;
    DatabaseClock &clock;
    ExpirySchedule &schedule;
    StockBoard &board;
    /// Names this server in announcements to the others on the database: letters, digits and hyphens.
    QString serverName;
    std::function<void(ChangeSet)> publish;
    std::function<void(const QHash<QString, UserId> &)> learnCustomers;
};

/// One thread with one database session that serves a crowd: it takes all that is waiting, makes one call and
/// one commit for it, and answers each command after the commit. While it commits, the next batch gathers.
///
/// post(), refuseOverdue() and stop() may be called from any thread.
class Lane final
{
public:
    /// Commands waiting; one more is refused with OVERLOADED.
    static constexpr size_t queueMax = 16'384;
    /// Commands in one batch.
    static constexpr size_t batchMax = 2'000;
    /// Lines of all commands in one batch, unless a single command has more.
    static constexpr size_t batchLinesMax = 4'000;
    /// A command that has not been answered for so long is refused with DB_UNAVAILABLE, whatever the database
    /// does.
    static constexpr std::chrono::milliseconds deadline{2'000};

    /// The sweeper of a process also ends the holds that fall due; it is one of its lanes.
    Lane(const LaneSurroundings &surroundings, bool isSweeper);
    /// Stops, if need be.
    ~Lane();
    Q_DISABLE_COPY_MOVE(Lane)

    void start();
    /// Serves what is queued, as far as the database lets it, then ends the thread. Nothing is taken from now
    /// on.
    void stop();

    void post(PendingCommand command);
    /// Refuses every command older than `deadline`, also one whose batch is under way: its fate is then
    /// unknown to its client, as if the answer had got lost.
    void refuseOverdue();

    const LaneFigures &figures() const { return m_figures; }
    /// Commands that wait; those of a batch under way do not. Any thread.
    size_t queueLength();

private:
    using Commands = std::vector<PendingCommand>;
    using Part = std::span<PendingCommand>;

    void run();
    bool waitForWork();
    /// Never for lanes that do not sweep.
    std::chrono::microseconds untilNextSweep() const;
    void sweepAsDue();
    void takeBatch();
    bool hasUnanswered();
    bool isAllAnswered();

    bool connect();
    std::expected<void, SqlError> prepareSession();
    void backOff();

    void serveInFlight();
    /// False when the database went away: try again once it is back.
    bool serve(Part part);
    Part unansweredOf(Part part);
    bool serveOnce(Part part, bool mayGoTogether, SqlError &error);
    bool serveFailed(Part part, const SqlError &error);
    bool serveByProduct(Part part);
    bool serveApart(Part part);
    enum class Fate { Committed, Aborted, Unknown };
    Fate fateOf(std::optional<qint64> transaction);
    void refuseFailed(Part part, const SqlError &error);
    std::expected<void, SqlError> commit(Transaction &transaction, const BatchOutcomes &outcomes);
    /// Takes the changes out of them.
    void tell(BatchOutcomes &outcomes, std::chrono::steady_clock::time_point committing);
    void countExpired(const ChangeSet &changes);
    /// Commands without an outcome are left.
    void answer(Part part, std::vector<std::optional<AnyOutcome>> outcomes);

    /// False when the database went away.
    bool serveSweep(Part part);
    std::expected<ExpiredDue, SqlError> sweep(int limit);
    enum class Patience { PassOver, Wait };
    std::expected<ExpiredDue, SqlError> sweepOnce(int limit, Patience patience);
    QString announcingName();

    const LaneSurroundings &m_surroundings;
    const bool m_isSweeper;
    LaneFigures m_figures;
    // Used by the lane's thread only.
    std::unique_ptr<Connection> m_connection;
    /// Of the database, as the lane first met it.
    QString m_history;
    std::chrono::milliseconds m_backOff{0};
    std::chrono::steady_clock::time_point m_lastAnnouncement;
    std::chrono::steady_clock::time_point m_sweepNotBefore;
    // While commands keep coming.
    std::chrono::steady_clock::time_point m_sweepRestUntil;
    std::chrono::steady_clock::time_point m_lastServed;
    std::chrono::steady_clock::time_point m_keysRepeatUntil;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    // All below guarded by m_mutex. The lane's thread reads the commands of m_inFlight without it: others
    // only take their answers away.
    std::deque<PendingCommand> m_queue;
    Commands m_inFlight;
    bool m_isStopping = false;

    std::thread m_thread;
};

} // namespace holdfast
