// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"
#include "ui/feed/server_clock.h"
#include "ui/models/ordered_table_model.h"
#include "ui/sales_page/sale_stock.h"

#include <QHash>

#include <map>
#include <tuple>

namespace holdfast {

/// A sale as the table last saw it.
struct SaleRow
{
    Sale sale;
    SalePhase phase = SalePhase::Draft;
    SaleStock stock;
    /// By what the rows are ordered.
    std::tuple<int, qint64, qint64> place;
};

/// Every sale: live and paused first (soonest end first), then those to come, drafts, ended and cancelled
/// ones. A phase changes by the database's clock without anybody telling, and the row moves with it on the
/// next apply(). Countdowns raise no signal; the page repaints what it shows. GUI thread only.
class SalesModel final : public OrderedTableModel<SaleRow *>
{
    Q_OBJECT

public:
    enum Column {
        PhaseColumn,
        NameColumn,
        StartsColumn,
        EndsColumn,
        NextColumn,
        ProductsColumn,
        UnitsColumn,
        ColumnCount
    };
    enum Role {
        /// SalePhase as an int.
        PhaseRole = Qt::UserRole,
        /// The sale's units (SaleStock).
        StockRole,
    };

    /// Both must outlive the model.
    SalesModel(const Catalogue &catalogue, const ServerClock &clock, QObject *parent = nullptr);

    /// Keeps what changed until apply(). An older version of a sale changes nothing.
    void gather(const std::vector<Sale> &sales, bool isSnapshot);
    /// Products or their stock changed.
    void gatherStock() { m_isStockPending = true; }
    /// Brings the table up to date; waits while the database's clock is unknown.
    void apply();

    const SaleRow &rowAt(int row) const { return *at(row); }
    /// -1 for one that is not there.
    int rowOf(SaleId id) const;
    /// Sales that are live now.
    int liveCount() const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(SaleRow *const &left, SaleRow *const &right) const override;
    bool isGone(SaleId id) const { return m_isSnapshotPending && !m_pending.contains(id); }
    SaleRow lookAt(const Sale &known, Instant now) const;
    std::vector<SaleRow *> takeInNew(Instant now);
    QString displayText(const SaleRow &row, int column) const;
    QString nextText(const Sale &sale) const;

    const Catalogue &m_catalogue;
    const ServerClock &m_clock;
    std::map<SaleId, SaleRow> m_sales;
    QHash<SaleId, Sale> m_pending;
    QHash<SaleId, SaleStock> m_stocks;
    bool m_isSnapshotPending = false;
    bool m_isStockPending = false;
};

} // namespace holdfast
