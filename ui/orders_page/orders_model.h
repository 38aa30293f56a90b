// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"
#include "ui/models/ordered_table_model.h"

#include <QSet>

#include <memory>

namespace holdfast {

/// A window on the orders, newest first. It grows at the top with what comes in and at the foot with what is
/// asked for, up to ordersMax. Orders never change, so rows only come and go. GUI thread only.
class OrdersModel final : public OrderedTableModel<std::shared_ptr<const Order>>
{
    Q_OBJECT

public:
    enum Column {
        PlacedColumn,
        CustomerColumn,
        ProductsColumn,
        UnitsColumn,
        AmountColumn,
        IdColumn,
        ColumnCount
    };

    static constexpr int ordersMax = 5'000;

    using OrderedTableModel::OrderedTableModel;

    /// These and no others.
    void restart(const QList<Order> &orders);
    /// The newest ones as they are now; `isAll` when there are no others. Where none of them is known and
    /// older ones lie between, the window starts anew with them.
    void addNewest(const QList<Order> &orders, bool isAll);
    /// The next ones after oldest().
    void addOlder(const QList<Order> &orders);
    /// Nothing while the table is empty.
    std::optional<OrderPlace> oldest() const;
    bool isFull() const { return rowCount() >= ordersMax; }
    const Order &orderAt(int row) const { return *at(row); }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(const std::shared_ptr<const Order> &left,
                  const std::shared_ptr<const Order> &right) const override;
    /// Those that are not in the table yet, which then are.
    std::vector<std::shared_ptr<const Order>> takeUnknown(const QList<Order> &orders);
    void dropTail();

    QSet<OrderId> m_known;
};

/// "Aurora desk lamp × 2, Walnut record player"
QString productsText(const Order &order);
qint64 unitsOf(const Order &order);

} // namespace holdfast
