// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStyleOptionViewItem>

class QPainter;

namespace holdfast {

/// For delegates that paint a cell's text themselves: paints what lies behind it as the style does, selection
/// and focus included, and gives back the text. `cell` is what initStyleOption() made of it.
QString paintCellBackground(QPainter *painter, QStyleOptionViewItem cell);

} // namespace holdfast
