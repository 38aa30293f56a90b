// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/product_cell_delegate.h"

#include "ui/products_page/products_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/stock_bar.h"

#include <QPainter>

namespace holdfast {

void ProductCellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (!m_isStale || !ProductsModel::isLively(index.column()))
        return;
    const QColor grey = themeOf(option->palette).mutedText;
    for (const auto role : {QPalette::Text, QPalette::HighlightedText})
        option->palette.setColor(role, grey);
}

void ProductCellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != ProductsModel::StockColumn)
        return;
    const double em = emOf(option.font);
    const QRectF bar(option.rect.left() + em * 0.5, option.rect.center().y() - em * 0.3,
                     option.rect.width() - em, em * 0.6);
    painter->save();
    painter->setOpacity(m_isStale ? 0.4 : 1.0);
    paintStockBar(*painter, bar, index.data(ProductsModel::StockRole).value<StockLevel>(),
                  themeOf(option.palette));
    painter->restore();
}

} // namespace holdfast
