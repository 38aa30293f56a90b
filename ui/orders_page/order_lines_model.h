// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"

#include <QAbstractTableModel>

namespace holdfast {

/// The lines of one order. GUI thread only.
class OrderLinesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { ProductColumn, QuantityColumn, PriceColumn, AmountColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Nothing empties the table.
    void show(const std::optional<Order> &order);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString displayText(const OrderLine &line, int column) const;

    std::optional<Order> m_order;
};

} // namespace holdfast
