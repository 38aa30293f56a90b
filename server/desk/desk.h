// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/database_thread.h"
#include "domain/change.h"
#include "stock/history.h"
#include "stock/stock_lanes.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace holdfast {

/// What an operator at the machine asks and does: the snapshot the console starts from, the audit behind its
/// light, ending and extending holds. Nothing here waits: the database's work is done on a thread of its own,
/// commands go through the lanes like everybody's. Lives on a thread with an event loop; its functions are
/// for that thread.
class Desk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Desk)

public:
    /// A snapshot is costly: never more often than this, and never more than a tenth of the time.
    static constexpr std::chrono::milliseconds snapshotIntervalMin{1'000};
    static constexpr std::chrono::milliseconds auditInterval{30'000};
    /// Holds one act may name; the console selects no more.
    static constexpr int holdsPerActMax = 10'000;

    /// Called on other threads; must be quick and outlive the desk.
    struct Listeners
    {
        /// Before the database is read for a snapshot: what is published from here on is newer than it.
        std::function<void()> snapshotBegins;
        std::function<void(const ChangeSet &)> snapshotRead;
        /// Empty is clean.
        std::function<void(const std::vector<AuditFault> &)> audited;
        /// The audit could not be made.
        std::function<void(const QString &)> auditFailed;
    };

    Desk(const LaneSurroundings &surroundings, StockLanes &lanes, Listeners listeners);
    /// Waits for the read under way.
    ~Desk() override;

    /// Connects, reads the first snapshot, makes the first audit.
    void start();
    void stop();

public slots:
    /// Reads a snapshot as soon as it may.
    void requestSnapshot();
    void requestAudit();

    /// Gives the holds' units back, whoever holds them. How many that was is told by actDone().
    void releaseHolds(const QList<holdfast::ReservationId> &holds, const QString &reason);
    void extendHolds(const QList<holdfast::ReservationId> &holds, int seconds);

signals:
    /// An act on `asked` holds ended: for `done` of them it took effect, the others had ended meanwhile.
    void actDone(const QString &act, int done, int asked);

private:
    struct Act;

    void readSnapshotNow();
    void snapshotDone(std::chrono::milliseconds took);
    template <typename SomeCommand, typename MakeCommand>
    void actOn(const QList<ReservationId> &holds, const QString &name, MakeCommand make);

    StockLanes &m_lanes;
    const Listeners m_listeners;
    DatabaseThread m_database;
    QTimer m_snapshotTimer;
    QTimer m_auditTimer;
    bool m_isReading = false;
    bool m_isWanted = false;
};

} // namespace holdfast
