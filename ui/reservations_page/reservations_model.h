// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/catalogue.h"
#include "ui/feed/server_clock.h"
#include "ui/models/ordered_table_model.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

namespace holdfast {

/// One active hold; `row` is its place in the table, -1 while the filter hides it.
struct Hold
{
    Reservation reservation;
    QString username;
    int row = -1;
};

/// What the operator wants to see.
struct HoldFilter
{
    /// In the customer's or the product's name, or in a reservation's id; empty shows all.
    QString text;
    std::optional<ProductId> product;

    bool operator==(const HoldFilter &) const = default;
};

/// Every active hold, soonest possible end first, also a hundred thousand of them. Changes are gathered by
/// key and told by apply() with a bounded number of signals. While frozen nothing moves, comes or goes: rows
/// only tell what became of them. Countdowns raise no signal at all; the page repaints what it shows. GUI
/// thread only.
class ReservationsModel final : public OrderedTableModel<Hold *>
{
    Q_OBJECT

public:
    enum Column {
        ExpiresInColumn,
        CustomerColumn,
        ProductColumn,
        QuantityColumn,
        HeldAtColumn,
        IdColumn,
        ColumnCount
    };
    enum Role {
        /// Raw values: microseconds, a number, a text.
        SortRole = Qt::UserRole,
        /// ReservationStatus as the database's clock sees it now, as an int.
        StatusRole,
        /// Seconds until the end (qint64); nothing while the database's clock is unknown.
        SecondsLeftRole,
        /// What is left of the hold's whole time, 0 to 1 (double).
        FractionLeftRole,
        /// Whether its clock stands still, because its sale is paused (bool).
        ClockStoppedRole,
    };

    /// So many ended holds are remembered, so that late news of one never brings it back.
    static constexpr int endedMax = 65'536;

    /// Both must outlive the model.
    ReservationsModel(const Catalogue &catalogue, const ServerClock &clock, QObject *parent = nullptr);
    ~ReservationsModel() override;

    /// Keeps what changed until apply().
    void gather(const std::vector<HoldChange> &changes, bool isSnapshot);
    /// Brings the table up to date; while frozen, only what the rows say.
    void apply();
    /// Names of products changed: shows the new ones and filters anew.
    void refreshProducts();
    void setFrozen(bool isFrozen);
    void setFilter(const HoldFilter &filter);

    /// Active holds, shown or not, applied or not.
    int activeCount() const { return m_activeCount; }
    /// The same of these products only; looks at every hold.
    int activeCountOf(const QSet<ProductId> &products) const;
    /// Changes that wait for apply(), for the hint while frozen.
    int waitingCount() const { return static_cast<int>(m_pending.size()); }
    ReservationId idAt(int row) const { return at(row)->reservation.id; }
    /// -1 when it is not in the table.
    int rowOf(ReservationId id) const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct IdHash
    {
        size_t operator()(const ReservationId &id) const noexcept { return qHash(id); }
    };
    struct Edits;

    bool isBefore(Hold *const &left, Hold *const &right) const override;
    bool matches(const Hold &hold) const;
    bool isKnownActive(const ReservationId &id) const;
    void rememberEnded(const ReservationId &id);
    void gatherOne(const HoldChange &change);
    void applySnapshot();
    void applyFrozen();
    void sortIntoEdits(const HoldChange &change, Edits &edits);
    void perform(Edits &edits);
    void refilter();
    void renumber();
    const Reservation &reservationShown(const Hold &hold) const;
    QVariant displayText(const Hold &hold, int column) const;
    QVariant sortValue(const Hold &hold, int column) const;
    QString remainingText(const Reservation &reservation) const;
    QVariant secondsLeft(const Reservation &reservation) const;
    QVariant fractionLeft(const Reservation &reservation) const;
    bool isStandingStill(const Reservation &reservation) const;

    const Catalogue &m_catalogue;
    const ServerClock &m_clock;
    std::unordered_map<ReservationId, Hold, IdHash> m_holds;
    QHash<ReservationId, HoldChange> m_pending;
    QSet<ReservationId> m_ended;
    std::deque<ReservationId> m_endedInOrder;
    /// Rows whose hold got news while frozen.
    std::vector<int> m_touched;
    HoldFilter m_filter;
    int m_activeCount = 0;
    bool m_isSnapshotPending = false;
    bool m_isFrozen = false;
};

} // namespace holdfast
