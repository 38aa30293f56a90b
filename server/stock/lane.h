// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/batch_in_flight.h"
#include "stock/batch_outcomes.h"
#include "stock/batch_request.h"
#include "stock/command_queue.h"
#include "stock/database_clock.h"
#include "stock/database_history.h"
#include "stock/expiry_schedule.h"
#include "stock/fresh_requests.h"
#include "stock/lane_figures.h"
#include "stock/stock_board.h"
#include "stock/sweep_pace.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

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
    /// The sweeper of a process also ends the holds that fall due; it is one of its lanes.
    Lane(const LaneSurroundings &surroundings, DatabaseHistory &history, bool isSweeper);
    /// Stops, if need be.
    ~Lane();
    Q_DISABLE_COPY_MOVE(Lane)

    void start();
    /// Serves what is queued, as far as the database lets it, then ends the thread. Nothing is taken from now
    /// on.
    void stop();

    void post(PendingCommand command) { m_queue.post(std::move(command)); }
    /// Refuses every command past PendingCommand::deadline, also one whose batch is under way.
    void refuseOverdue();

    const LaneFigures &figures() const { return m_figures; }
    /// Commands that wait; those of a batch under way do not. Any thread.
    size_t queueLength() const { return m_queue.length(); }

private:
    using Part = BatchInFlight::Part;
    /// One of the database server's.
    struct Session
    {
        int pid = 0;
        QString began;
    };

    void run();
    void takeBatch();
    /// Never for lanes that do not sweep.
    std::chrono::microseconds untilNextSweep() const;
    void sweepAsDue();

    bool connect();
    std::expected<void, SqlError> prepareSession();
    void backOff();

    void serveBatch();
    /// False when the database went away: try again once it is back.
    bool serveByCompany(Part part);
    bool serve(Part part);
    bool serveOnce(Part part, const BatchRequest &request, BatchWay way, bool isLooking, SqlError &error);
    bool serveDirectly(Part part, const BatchRequest &request, SqlError &error);
    BatchWay wayOf(Part part, const BatchRequest &request) const;
    BatchWay wayAfter(BatchWay failed, bool wasLooking, const SqlError &error);
    bool mayBeRepeated(Part part) const;
    bool isAnyClosed(Part part) const;
    bool serveFailed(Part part, const SqlError &error);
    bool serveByProduct(Part part);
    bool serveApart(Part part);
    enum class Fate { Committed, Aborted, Unknown };
    Fate fateOf(std::optional<qint64> transaction);
    bool wasCommitted(const SqlError &error, const Session &session, const BatchRequest &request);
    std::optional<BatchOutcomes> recalled(Part part, const BatchRequest &request, const DirectHolds &holds);
    Fate fateOf(const Session &session, ReservationId reservation);
    void refuseFailed(Part part, const SqlError &error);
    std::expected<void, SqlError> commit(Transaction &transaction, const BatchOutcomes &outcomes);
    /// After the commit.
    void finish(Part part, std::optional<BatchOutcomes> outcomes,
                std::chrono::steady_clock::time_point committing);
    /// Takes the changes out of them.
    void tell(BatchOutcomes &outcomes, std::chrono::steady_clock::time_point committing);
    void countExpired(const ChangeSet &changes);

    /// False when the database went away.
    bool serveSweep(Part part);
    std::expected<ExpiredDue, SqlError> sweep(int limit);
    enum class Patience { PassOver, Wait };
    std::expected<ExpiredDue, SqlError> sweepOnce(int limit, Patience patience);
    QString announcingName();

    const LaneSurroundings &m_surroundings;
    DatabaseHistory &m_history;
    const bool m_isSweeper;
    CommandQueue m_queue;
    BatchInFlight m_batch;
    LaneFigures m_figures;
    // All below: the lane's thread only.
    std::unique_ptr<Connection> m_connection;
    Session m_session;
    std::chrono::milliseconds m_backOff{0};
    std::chrono::steady_clock::time_point m_lastAnnouncement;
    SweepPace m_pace;
    FreshRequests m_fresh;

    std::thread m_thread;
};

} // namespace holdfast
