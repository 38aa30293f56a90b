// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/cell_background.h"

#include <QApplication>
#include <QPainter>

#include <utility>

namespace holdfast {

QString paintCellBackground(QPainter *painter, QStyleOptionViewItem cell)
{
    QString text = std::exchange(cell.text, {});
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    return text;
}

} // namespace holdfast
