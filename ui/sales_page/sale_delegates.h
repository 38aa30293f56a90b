// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace holdfast {

/// A sale's phase: an icon and a word; what is over is muted.
class SalePhaseDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

/// Rows with room for a bar and the numbers under it.
void fitUnitRowsToFont(QTableView *table, int em);

/// Units as a bar of sold, held and available, with the numbers under it. Reads SalesModel::StockRole.
class UnitsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace holdfast
