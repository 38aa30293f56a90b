// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/catalogue.h"
#include "ui/models/ordered_table_model.h"

#include <QSet>

namespace holdfast {

/// In which order purchases stand.
enum class PurchaseOrder { OldestFirst, NewestFirst, ByQuantity, ByAmount };

/// Purchases in one order, at most rowsMax of them: by time the newest stay, otherwise the largest. New ones
/// are gathered and told by apply(). Privacy is kept here, not in a delegate, so that no tooltip, copy or
/// screen reader tells a name or an amount to the wall. GUI thread only.
class PurchasesModel final : public OrderedTableModel<Purchase>
{
    Q_OBJECT

public:
    /// The rank is a place, not a property: it is told anew for every row when purchases come in.
    enum Column {
        TimeColumn,
        CustomerColumn,
        QuantityColumn,
        ProductColumn,
        AmountColumn,
        RankColumn,
        ColumnCount
    };
    enum Role {
        /// Raw values: microseconds, a number, minor units, a text.
        SortRole = Qt::UserRole,
    };

    static constexpr int leaderboardRowsMax = 1000;

    /// `catalogue` must outlive the model; `rowsMax` is at least 1.
    PurchasesModel(const Catalogue &catalogue, PurchaseOrder order, int rowsMax, QObject *parent = nullptr);

    void gather(const std::vector<Purchase> &purchases, bool isSnapshot);
    void apply();
    /// Names of products changed.
    void refreshProducts();
    /// Masks names and withholds amounts.
    void setPrivate(bool isPrivate);
    bool isPrivate() const { return m_isPrivate; }
    PurchaseOrder order() const { return m_order; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(const Purchase &left, const Purchase &right) const override;
    bool keepsTail() const { return m_order == PurchaseOrder::OldestFirst; }
    void trimPending();
    void applySnapshot();
    void dropSurplus();
    void tellAllChanged();
    QVariant displayText(int row, int column) const;
    QVariant sortValue(const Purchase &purchase, int column) const;
    QString accessibleText(const Purchase &purchase) const;

    const Catalogue &m_catalogue;
    const PurchaseOrder m_order;
    const int m_rowsMax;
    std::vector<Purchase> m_pending;
    /// What is in the table or waits for it: a purchase told twice stands once.
    QSet<ReservationId> m_known;
    bool m_isSnapshotPending = false;
    bool m_isPrivate = false;
};

} // namespace holdfast
