// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/alarm_delegate.h"

#include "ui/feed/situation.h"
#include "ui/live_page/alarm_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QAbstractItemView>
#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr double textLeftEms = 1.9;

int textWidth(const QStyleOptionViewItem &option, double em)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return std::max(qRound(width - em * (textLeftEms + 0.3)), 1);
}

} // namespace

QSize AlarmDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const double em = emOf(option.font);
    const QRect text = QFontMetrics(option.font)
                           .boundingRect(QRect(0, 0, textWidth(option, em), 10'000), Qt::TextWordWrap,
                                         index.data().toString());
    return {text.width(), qRound(text.height() + em * 0.6)};
}

void AlarmDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const bool isBad = index.data(AlarmModel::SeverityRole).toInt() == static_cast<int>(Severity::Bad);
    const QColor color = isBad ? theme.bad : theme.warning;
    const QRectF cell(option.rect);
    painter->save();
    paintIcon(*painter, isBad ? u"bad"_s : u"warning"_s,
              QRectF(cell.left(), cell.top() + em * 0.4, em * 1.2, em * 1.2), color);
    painter->setPen(color);
    painter->setFont(option.font);
    painter->drawText(cell.adjusted(em * textLeftEms, em * 0.3, 0, 0), Qt::TextWordWrap,
                      index.data().toString());
    painter->restore();
}

} // namespace holdfast
