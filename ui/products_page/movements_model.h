// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product_edit.h"

#include <QAbstractTableModel>

namespace holdfast {

/// Why a product's stock is what it is: every change of its total, newest first. GUI thread only.
class MovementsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, KindColumn, QuantityColumn, ActorColumn, ReasonColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Newest first. News of what is shown already is told as rows in front; anything else starts anew.
    void showMovements(const QList<StockMovement> &movements);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<StockMovement> m_movements;
};

} // namespace holdfast
