// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/stock_bar.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace holdfast {

namespace {

using Parts = std::array<qint64, 3>;
using Widths = std::array<int, 3>;

/// Rounds the borders, not the parts: what one part loses its neighbour gains, so the sum is always right.
Widths proportionalWidths(const Parts &parts, qint64 total, int width)
{
    Widths widths{};
    qint64 sum = 0;
    int border = 0;
    for (size_t part = 0; part < parts.size(); ++part) {
        sum += parts[part];
        const int next = static_cast<int>((sum * width + total / 2) / total);
        widths[part] = next - border;
        border = next;
    }
    return widths;
}

/// Takes from the widest part what a part too small to see needs.
void widenSmallParts(const Parts &parts, Widths &widths)
{
    for (size_t part = 0; part < parts.size(); ++part) {
        const int missing = parts[part] > 0 ? std::max(barSegmentWidthMin - widths[part], 0) : 0;
        widths[part] += missing;
        *std::ranges::max_element(widths) -= missing;
    }
}

} // namespace

BarSegments barSegments(const StockLevel &stock, int width)
{
    const Parts parts{std::max(stock.sold, 0), std::max(stock.reserved, 0), std::max(stock.available, 0)};
    const qint64 total = parts[0] + parts[1] + parts[2];
    if (total == 0 || width <= 0)
        return {};
    Widths widths = proportionalWidths(parts, total, width);
    // With less room than this, widening one part would hide another.
    if (width >= static_cast<int>(parts.size()) * barSegmentWidthMin)
        widenSmallParts(parts, widths);
    return {widths[0], widths[1], widths[2]};
}

void paintHeld(QPainter &painter, const QRectF &rect, const Theme &theme)
{
    painter.fillRect(rect, theme.held);
    QColor hatch = theme.isDark ? theme.window : theme.text;
    hatch.setAlphaF(0.38F);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    const double step = std::max(rect.height() / 3.0, 4.0);
    painter.setPen(QPen(hatch, step / 4.0));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

void paintStockBar(QPainter &painter, const QRectF &rect, const StockLevel &stock, const Theme &theme)
{
    const QRectF bar(rect.toAlignedRect());
    const BarSegments widths = barSegments(stock, static_cast<int>(bar.width()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(bar, bar.height() / 4.0, bar.height() / 4.0);
    painter.setClipPath(outline, Qt::IntersectClip);
    painter.fillRect(bar, theme.raised);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF sold(bar.left(), bar.top(), widths.sold, bar.height());
    const QRectF held(sold.right(), bar.top(), widths.held, bar.height());
    const QRectF available(held.right(), bar.top(), widths.available, bar.height());
    painter.fillRect(sold, theme.sold);
    painter.fillRect(available, theme.available);
    if (widths.held > 0)
        paintHeld(painter, held, theme);
    painter.restore();
}

} // namespace holdfast
