// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/purchase_delegate.h"

#include "ui/leaderboard_page/purchases_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

QSize PurchaseDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const double em = emOf(option.font);
    return {qRound(em * 16), qRound(em * 1.9)};
}

void PurchaseDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const auto text = [&index](int column) { return index.siblingAtColumn(column).data().toString(); };
    const QRectF row = QRectF(option.rect).adjusted(0, 0, -em * 0.3, 0);
    const QFontMetricsF metrics(option.font);
    painter->save();
    painter->setFont(option.font);

    const QString time = text(PurchasesModel::TimeColumn).left(8); // HH:mm:ss
    const double timeWidth = metrics.horizontalAdvance(u"00:00:00"_s) + em * 0.8;
    painter->setPen(theme.mutedText);
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, time);

    const QString amount = text(PurchasesModel::AmountColumn);
    const double amountWidth = metrics.horizontalAdvance(amount) + em * 0.8;
    painter->setPen(theme.text);
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, amount);

    const QRectF middle = row.adjusted(timeWidth, 0, -amountWidth, 0);
    const QFont bold = scaledFont(option.font, 1.0, QFont::DemiBold);
    const QString who = QFontMetricsF(bold).elidedText(text(PurchasesModel::CustomerColumn), Qt::ElideRight,
                                                       middle.width() * 0.5);
    painter->setFont(bold);
    painter->drawText(middle, Qt::AlignLeft | Qt::AlignVCenter, who);
    const QRectF rest = middle.adjusted(QFontMetricsF(bold).horizontalAdvance(who) + em * 0.6, 0, 0, 0);
    const QString what =
        u"%1 × %2"_s.arg(text(PurchasesModel::QuantityColumn), text(PurchasesModel::ProductColumn));
    painter->setFont(option.font);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(what, Qt::ElideRight, rest.width()));
    painter->restore();
}

} // namespace holdfast
