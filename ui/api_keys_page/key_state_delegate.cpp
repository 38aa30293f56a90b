// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/key_state_delegate.h"

#include "ui/api_keys_page/api_keys_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_background.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

void KeyStateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = paintCellBackground(painter, item);
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const bool isInForce = index.data(ApiKeysModel::InForceRole).toBool();
    const QColor color = isInForce ? theme.good : theme.mutedText;
    const QRectF cell = QRectF(option.rect).adjusted(em * 0.5, 0, 0, 0);
    painter->save();
    paintIcon(*painter, isInForce ? u"good"_s : u"refused"_s,
              QRectF(cell.left(), cell.center().y() - em * 0.5, em, em), color);
    painter->setPen(color);
    painter->setFont(scaledFont(option.font, 1.0, isInForce ? QFont::DemiBold : QFont::Normal));
    painter->drawText(cell.adjusted(em * 1.6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter->restore();
}

} // namespace holdfast
