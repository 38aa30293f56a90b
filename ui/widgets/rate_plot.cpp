// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/rate_plot.h"

#include "ui/feed/sales_history.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int gridLines = 2;
/// Whole seconds only: the running one would always seem to fall.
int wholeSeconds(const SalesHistory &history)
{
    return std::max(static_cast<int>(history.unitsBySecond().size()) - 1, 0);
}

/// A young sale fills the plot too.
int minutesShown(const SalesHistory &history)
{
    for (const int minutes : {1, 2}) {
        if (wholeSeconds(history) <= minutes * 60)
            return minutes;
    }
    return SalesHistory::secondsMax / 60;
}

double highestRate(const SalesHistory &history)
{
    double highest = 0;
    for (int second = 0; second < wholeSeconds(history); ++second)
        highest = std::max(highest, history.rateAt(second));
    return highest;
}

} // namespace

double axisTop(double maximum)
{
    double step = 1;
    for (;; step *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (maximum <= step * factor)
                return step * factor;
        }
    }
}

RatePlot::RatePlot(const SalesHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
{
    setAccessibleName(tr("Units sold a second over the last five minutes"));
}

void RatePlot::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

QSize RatePlot::sizeHint() const
{
    const int em = qRound(emOf(this));
    return {em * 22, em * 8};
}

QSize RatePlot::minimumSizeHint() const
{
    const int em = qRound(emOf(this));
    return {em * 12, em * 5};
}

QRectF RatePlot::plotRect() const
{
    const double em = emOf(this);
    return QRectF(rect()).adjusted(em * 2.4, em * 0.5, -em * 0.5, -em * 1.5);
}

void RatePlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const double top = axisTop(highestRate(m_history));
    paintGrid(painter, plotRect(), top);
    paintCurve(painter, plotRect(), top);
}

void RatePlot::paintGrid(QPainter &painter, const QRectF &plot, double top) const
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    painter.setFont(scaledFont(font(), 0.8));
    for (int line = 0; line <= gridLines; ++line) {
        const double y = std::round(plot.bottom() - plot.height() * line / gridLines) + 0.5;
        painter.setPen(theme.border);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(0, y - em, plot.left() - em * 0.4, em * 2), Qt::AlignRight | Qt::AlignVCenter,
                         QLocale().toString(top * line / gridLines, 'g', 4));
    }
    const QRectF below(plot.left(), plot.bottom() + em * 0.3, plot.width(), em * 1.2);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, tr("%1 min ago").arg(minutesShown(m_history)));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, tr("now"));
}

void RatePlot::paintCurve(QPainter &painter, const QRectF &plot, double top) const
{
    const int count = wholeSeconds(m_history);
    const int seconds = minutesShown(m_history) * 60;
    if (count < 2)
        return;
    const Theme &theme = themeOf(palette());
    QPolygonF line;
    for (int second = 0; second < count; ++second) {
        const double x = plot.right() - plot.width() * (count - 1 - second) / (seconds - 1);
        line.append(QPointF(x, plot.bottom() - plot.height() * m_history.rateAt(second) / top));
    }
    QPainterPath area(QPointF(line.first().x(), plot.bottom()));
    for (const QPointF &point : std::as_const(line))
        area.lineTo(point);
    area.lineTo(plot.bottomRight());
    QColor color = m_isStale ? theme.mutedText : theme.sold;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, std::max(2.0, emOf(this) / 9.0), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    color.setAlphaF(0.18F);
    painter.fillPath(area, color);
}

} // namespace holdfast
