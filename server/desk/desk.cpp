// SPDX-License-Identifier: GPL-3.0-only
#include "desk/desk.h"

#include "desk/operators_act.h"
#include "desk/snapshot.h"

#include <QLoggingCategory>

#include <atomic>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Q_LOGGING_CATEGORY(logDesk, "holdfast.desk")

constexpr SessionLimits deskLimits{.lock = 1'000ms, .statement = 60'000ms, .idleInTransaction = 60'000ms};
// Reading takes at most a tenth of the time.
constexpr int restPerSnapshot = 9;

} // namespace

/// Counts the answers to one act's commands as they come in, from any thread; the last one tells the desk.
struct Desk::Act
{
    Act(int holds, std::move_only_function<void(int done)> whenAll)
        : waiting(holds)
        , finished(std::move(whenAll))
    {
    }

    void answered(bool isDone)
    {
        done += isDone ? 1 : 0;
        if (--waiting == 0)
            finished(done);
    }

    std::atomic<int> waiting;
    std::atomic<int> done = 0;
    std::move_only_function<void(int done)> finished;
};

Desk::Desk(const LaneSurroundings &surroundings, StockLanes &lanes, Listeners listeners)
    : m_surroundings(surroundings)
    , m_lanes(lanes)
    , m_listeners(std::move(listeners))
    , m_database(surroundings.database, surroundings.statements, deskLimits, u"desk"_s)
{
    m_snapshotTimer.setSingleShot(true);
    connect(&m_snapshotTimer, &QTimer::timeout, this, &Desk::readSnapshotNow);
    connect(&m_auditTimer, &QTimer::timeout, this, &Desk::requestAudit);
    connect(&m_purgeTimer, &QTimer::timeout, this, &Desk::purgeAnswers);
}

Desk::~Desk()
{
    stop();
}

void Desk::start()
{
    m_database.start();
    requestSnapshot();
    requestAudit();
    m_auditTimer.start(auditInterval);
    purgeAnswers();
    m_purgeTimer.start(purgeInterval);
}

void Desk::stop()
{
    m_snapshotTimer.stop();
    m_auditTimer.stop();
    m_purgeTimer.stop();
    m_database.stop();
}

void Desk::requestSnapshot()
{
    m_isWanted = true;
    if (!m_isReading && !m_snapshotTimer.isActive())
        readSnapshotNow();
}

void Desk::readSnapshotNow()
{
    if (!std::exchange(m_isWanted, false))
        return;
    m_isReading = true;
    const auto began = steady_clock::now();
    m_database.read(
        [this](Connection &connection) {
            m_listeners.snapshotBegins();
            return readSnapshot(connection);
        },
        [this, began](const std::expected<ChangeSet, SqlError> &everything) {
            if (everything)
                m_listeners.snapshotRead(*everything);
            else
                qCWarning(logDesk, "No snapshot: %s", qUtf8Printable(everything.error().text));
            const bool isAgain = !everything;
            const auto took = duration_cast<milliseconds>(steady_clock::now() - began);
            QMetaObject::invokeMethod(
                this,
                [this, took, isAgain] {
                    m_isWanted |= isAgain;
                    snapshotDone(took);
                },
                Qt::QueuedConnection);
        });
}

void Desk::snapshotDone(milliseconds took)
{
    m_isReading = false;
    m_snapshotTimer.start(std::max(snapshotIntervalMin, took * restPerSnapshot));
}

void Desk::requestAudit()
{
    m_database.read([](Connection &connection) { return runAudit(connection); },
                    [this](const std::expected<std::vector<AuditFault>, SqlError> &faults) {
                        if (faults)
                            m_listeners.audited(*faults);
                        else
                            m_listeners.auditFailed(faults.error().text);
                    });
}

void Desk::purgeAnswers()
{
    m_database.write([this](Connection &connection) { return m_answerPurge.purgePart(connection); },
                     [this](const std::expected<bool, SqlError> &hasMore) {
                         if (!hasMore)
                             qCWarning(logDesk, "Old answers were not purged: %s",
                                       qUtf8Printable(hasMore.error().text));
                         else if (*hasMore)
                             QMetaObject::invokeMethod(this, &Desk::purgeAnswers, Qt::QueuedConnection);
                     });
}

template <typename SomeCommand, typename MakeCommand>
void Desk::actOn(const QList<ReservationId> &holds, const QString &name, MakeCommand make)
{
    const auto asked = static_cast<int>(std::min<qsizetype>(holds.size(), holdsPerActMax));
    if (asked == 0)
        return;
    const auto act = std::make_shared<Act>(asked, [this, name, asked](int done) {
        QMetaObject::invokeMethod(
            this, [this, name, done, asked] { emit actDone(name, done, asked); }, Qt::QueuedConnection);
    });
    for (const auto &hold : holds.first(asked)) {
        m_lanes.post<SomeCommand>(
            make(hold), [act](const OutcomeOf<SomeCommand> &outcome) { act->answered(outcome.has_value()); });
    }
}

void Desk::releaseHolds(const QList<ReservationId> &holds, const QString &reason)
{
    actOn<Cancel>(holds, u"release"_s, [&reason](const ReservationId &hold) {
        return Cancel{.hold = HoldById{hold},
                      .owner = std::nullopt,
                      .byOperator = true,
                      .reason = reason,
                      .act = operatorsAct()};
    });
}

void Desk::extendHolds(const QList<ReservationId> &holds, int seconds)
{
    actOn<Extend>(holds, u"extend"_s, [seconds](const ReservationId &hold) {
        return Extend{.hold = HoldById{hold},
                      .owner = std::nullopt,
                      .byOperator = true,
                      .seconds = seconds,
                      .act = operatorsAct()};
    });
}

} // namespace holdfast
