// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/stock_delegate.h"

#include "ui/live_page/stock_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/stock_bar.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr double leftBlockEms = 7.4;

struct MoodLook
{
    QString icon;
    QString word;
    QColor color;
};

MoodLook lookOf(StockMood mood, const Theme &theme)
{
    switch (mood) {
    case StockMood::Plenty:
        return {u"available"_s, StockDelegate::tr("left"), theme.mutedText};
    case StockMood::NearlyGone:
        return {u"warning"_s, StockDelegate::tr("nearly gone"), theme.warning};
    case StockMood::AllHeld:
        return {u"held"_s, StockDelegate::tr("all held"), theme.warning};
    case StockMood::SoldOut:
        return {u"sold"_s, StockDelegate::tr("sold out"), theme.mutedText};
    }
    Q_UNREACHABLE();
}

void paintBackground(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme, double em)
{
    if (!(option.state & (QStyle::State_Selected | QStyle::State_MouseOver)))
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.state & QStyle::State_Selected ? theme.selection : theme.raised);
    painter.drawRoundedRect(QRectF(option.rect), em * 0.4, em * 0.4);
}

} // namespace

QSize StockDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const double em = emOf(option.font);
    return {qRound(em * 24), qRound(em * rowEms)};
}

void StockDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    painter->save();
    paintBackground(*painter, option, theme, em);
    const QRectF row = QRectF(option.rect).adjusted(em * 0.5, em * 0.35, -em * 0.6, -em * 0.35);
    const QRectF main = row.adjusted(0, 0, -em * leftBlockEms, 0);
    paintHeadline(*painter, QRectF(main.left(), main.top(), main.width(), em * 1.7), option.font, index,
                  theme);
    const auto stock = index.data(StockModel::StockRole).value<StockLevel>();
    paintStockBar(*painter, QRectF(main.left(), main.top() + em * 2.0, main.width(), em * 1.15), stock,
                  theme);
    paintLeft(
        *painter,
        QRectF(row.right() - em * (leftBlockEms - 0.8), row.top(), em * (leftBlockEms - 0.8), row.height()),
        option.font, index, theme);
    painter->restore();
}

void StockDelegate::paintHeadline(QPainter &painter, const QRectF &rect, const QFont &font,
                                  const QModelIndex &index, const Theme &theme) const
{
    const double em = emOf(font);
    const auto stock = index.data(StockModel::StockRole).value<StockLevel>();
    double right = paintCount(painter, rect, rect.right(), u"held"_s, stock.reserved, font, theme);
    right = paintCount(painter, rect, right - em * 0.9, u"sold"_s, stock.sold, font, theme);

    const QString price = index.data(StockModel::PriceTextRole).toString();
    const double priceWidth = price.isEmpty() ? 0 : QFontMetricsF(font).horizontalAdvance(price) + em * 0.8;
    const QFont bold = scaledFont(font, 1.1, QFont::DemiBold);
    const double room = right - em - rect.left() - priceWidth;
    const QString name = QFontMetricsF(bold).elidedText(index.data().toString(), Qt::ElideRight, room);
    painter.setPen(theme.text);
    painter.setFont(bold);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, name);
    const double nameWidth = QFontMetricsF(bold).horizontalAdvance(name);
    painter.setPen(theme.mutedText);
    painter.setFont(font);
    painter.drawText(rect.adjusted(nameWidth + em * 0.8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, price);
}

/// Paints a number with its icon so that it ends at `right`; gives back where it begins.
double StockDelegate::paintCount(QPainter &painter, const QRectF &line, double right, const QString &icon,
                                 int count, const QFont &font, const Theme &theme) const
{
    const double em = emOf(font);
    const QFont bold = scaledFont(font, 1.0, QFont::DemiBold);
    const QString text = countText(count);
    const double textWidth = QFontMetricsF(bold).horizontalAdvance(text);
    painter.setFont(bold);
    painter.setPen(m_isStale ? theme.mutedText : theme.text);
    painter.drawText(QRectF(right - textWidth - 1, line.top(), textWidth + 2, line.height()),
                     Qt::AlignRight | Qt::AlignVCenter, text);
    const double iconLeft = right - textWidth - em * 1.35;
    paintIcon(painter, icon, QRectF(iconLeft, line.center().y() - em * 0.5, em, em), theme.mutedText);
    return iconLeft;
}

void StockDelegate::paintLeft(QPainter &painter, const QRectF &rect, const QFont &font,
                              const QModelIndex &index, const Theme &theme) const
{
    const double em = emOf(font);
    const auto stock = index.data(StockModel::StockRole).value<StockLevel>();
    const auto mood = static_cast<StockMood>(index.data(StockModel::MoodRole).toInt());
    const MoodLook look = lookOf(mood, theme);
    const bool isQuiet = m_isStale || mood == StockMood::SoldOut;
    painter.setPen(isQuiet ? theme.mutedText : theme.text);
    painter.setFont(scaledFont(font, 1.7, QFont::Bold));
    painter.drawText(QRectF(rect.left(), rect.top() - em * 0.2, rect.width(), em * 2.1),
                     Qt::AlignRight | Qt::AlignVCenter, countText(stock.available));

    const QFont small = scaledFont(font, 0.92, mood == StockMood::Plenty ? QFont::Normal : QFont::DemiBold);
    const double wide = QFontMetricsF(small).horizontalAdvance(look.word);
    const QRectF line(rect.left(), rect.top() + em * 1.95, rect.width(), em * 1.3);
    painter.setPen(look.color);
    painter.setFont(small);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, look.word);
    if (mood != StockMood::Plenty)
        paintIcon(painter, look.icon,
                  QRectF(line.right() - wide - em * 1.3, line.center().y() - em * 0.5, em, em), look.color);
}

} // namespace holdfast
