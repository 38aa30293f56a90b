// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_delegates.h"

#include "ui/frame/sale_clock.h"
#include "ui/sales_page/sales_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_background.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/stock_bar.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QColor colorOf(SalePhase phase, const Theme &theme)
{
    switch (phase) {
    case SalePhase::Live:
        return theme.good;
    case SalePhase::Paused:
        return theme.warning;
    case SalePhase::Scheduled:
        return theme.accent;
    case SalePhase::Draft:
        return theme.text;
    case SalePhase::Ended:
    case SalePhase::Cancelled:
        return theme.mutedText;
    }
    Q_UNREACHABLE();
}

} // namespace

void SalePhaseDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = paintCellBackground(painter, item);
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const auto phase = static_cast<SalePhase>(index.data(SalesModel::PhaseRole).toInt());
    const QColor color = colorOf(phase, theme);
    const bool isNow = phase == SalePhase::Live || phase == SalePhase::Paused;
    const QRectF cell = QRectF(option.rect).adjusted(em * 0.5, 0, 0, 0);
    painter->save();
    paintIcon(*painter, phaseIcon(phase), QRectF(cell.left(), cell.center().y() - em * 0.5, em, em), color);
    painter->setPen(color);
    painter->setFont(scaledFont(option.font, 0.95, isNow ? QFont::Bold : QFont::DemiBold));
    painter->drawText(cell.adjusted(em * 1.6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter->restore();
}

void fitUnitRowsToFont(QTableView *table, int em)
{
    table->verticalHeader()->setMinimumSectionSize(em * 5 / 2);
    table->verticalHeader()->setDefaultSectionSize(em * 5 / 2);
}

void UnitsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = paintCellBackground(painter, item);
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const auto stock = index.data(SalesModel::StockRole).value<SaleStock>();
    const QRectF cell = QRectF(option.rect).adjusted(em * 0.5, 0, -em * 0.5, 0);
    const QFont small = scaledFont(option.font, 0.82);
    const bool hasBar = stock.products > 0;
    painter->save();
    if (hasBar)
        paintStockBar(*painter, QRectF(cell.left(), cell.top() + em * 0.45, cell.width(), em * 0.65),
                      proportionsOf(stock), theme);
    painter->setPen(theme.mutedText);
    painter->setFont(small);
    const double top = hasBar ? em * 1.1 : 0;
    painter->drawText(QRectF(cell.left(), cell.top() + top, cell.width(), cell.height() - top),
                      Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(small).elidedText(text, Qt::ElideRight, cell.width()));
    painter->restore();
}

} // namespace holdfast
