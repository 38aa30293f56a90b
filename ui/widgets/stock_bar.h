// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"

class QPainter;
class QRectF;

namespace holdfast {

struct Theme;

/// Widths in pixels, from left to right.
struct BarSegments
{
    int sold = 0;
    int held = 0;
    int available = 0;

    bool operator==(const BarSegments &) const = default;
};

/// A part that is not zero is at least this wide while there is room: the last unit must be seen.
constexpr int barSegmentWidthMin = 3;

/// Shares `width` pixels out so that the three always add up to exactly `width`, for any numbers; all zero
/// for an empty stock or no width. Negative numbers count as zero.
BarSegments barSegments(const StockLevel &stock, int width);

/// Paints the bar of one product. Held is hatched as well as coloured.
void paintStockBar(QPainter &painter, const QRectF &rect, const StockLevel &stock, const Theme &theme);

/// How held looks in a bar and in its legend.
void paintHeld(QPainter &painter, const QRectF &rect, const Theme &theme);

} // namespace holdfast
