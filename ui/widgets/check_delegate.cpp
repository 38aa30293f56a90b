// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/check_delegate.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_background.h"
#include "ui/widgets/icon.h"

#include <QMouseEvent>
#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

bool isTicked(const QModelIndex &index)
{
    return index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
}

void paintBox(QPainter &painter, const QRectF &box, bool isTicked, bool isEnabled, const Theme &theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isTicked ? theme.accent : isEnabled ? theme.mutedText : theme.border, 1.2));
    painter.setBrush(isTicked ? theme.accent : theme.raised);
    painter.drawRoundedRect(box, box.width() / 5, box.width() / 5);
    if (isTicked)
        paintIcon(painter, u"check_on_light"_s, box.adjusted(1, 1, -1, -1), theme.accentText);
}

} // namespace

void CheckDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.features &= ~QStyleOptionViewItem::HasCheckIndicator;
    const QString text = paintCellBackground(painter, item);
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const bool isEnabled = index.flags() & Qt::ItemIsEnabled;
    const QRectF cell = QRectF(option.rect).adjusted(em * 0.4, 0, -em * 0.4, 0);
    painter->save();
    paintBox(*painter, QRectF(cell.left(), cell.center().y() - em * 0.45, em * 0.9, em * 0.9),
             isTicked(index), isEnabled, theme);
    const QRectF room = cell.adjusted(em * 1.6, 0, 0, 0);
    painter->setPen(isEnabled ? theme.text : theme.mutedText);
    painter->setFont(option.font);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(option.font).elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

QSize CheckDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int em = qRound(emOf(option.font));
    return {QStyledItemDelegate::sizeHint(option, index).width(), em * 7 / 4};
}

bool CheckDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const bool isLeft = static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton;
    if (!isLeft || !(index.flags() & Qt::ItemIsEnabled))
        return false;
    return model->setData(index, isTicked(index) ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace holdfast
