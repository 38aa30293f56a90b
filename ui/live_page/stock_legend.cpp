// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/stock_legend.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/stock_bar.h"

#include <QPainter>

#include <cmath>

#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    QString icon;
    QString text;
};

std::array<Entry, 3> entries()
{
    return {{{u"sold"_s, StockLegend::tr("sold")},
             {u"held"_s, StockLegend::tr("held")},
             {u"available"_s, StockLegend::tr("available")}}};
}

constexpr double swatchEms = 1.0;
constexpr double gapEms = 0.35;
constexpr double betweenEms = 1.0;

} // namespace

StockLegend::StockLegend(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Legend: sold, held, available"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize StockLegend::sizeHint() const
{
    const double em = emOf(this);
    const QFontMetricsF metrics(scaledFont(font(), 0.88));
    double width = 0;
    for (const Entry &entry : entries())
        width += em * (2 * swatchEms + 2 * gapEms + betweenEms) + metrics.horizontalAdvance(entry.text);
    return {qRound(width - em * betweenEms + 2), qRound(em * 1.6)};
}

void StockLegend::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const QFont small = scaledFont(font(), 0.88);
    QPainter painter(this);
    painter.setFont(small);
    double left = 0;
    for (const Entry &entry : entries()) {
        const QRectF swatch(std::round(left), std::round(height() / 2.0 - em / 2), std::round(em),
                            std::round(em));
        if (entry.icon == u"held")
            paintHeld(painter, swatch, theme);
        else
            painter.fillRect(swatch, entry.icon == u"sold" ? theme.sold : theme.available);
        left += em * (swatchEms + gapEms);
        paintIcon(painter, entry.icon, QRectF(left, height() / 2.0 - em / 2, em, em), theme.mutedText);
        left += em * (swatchEms + gapEms);
        painter.setPen(theme.mutedText);
        const double wide = QFontMetricsF(small).horizontalAdvance(entry.text);
        painter.drawText(QRectF(left, 0, wide + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        left += wide + em * betweenEms;
    }
}

} // namespace holdfast
