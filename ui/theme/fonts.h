// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QFont>

class QWidget;

namespace holdfast {

/// The console's typeface at the desktop's size: the first installed one of a few whose digits are all
/// equally wide, so that running numbers stand still (Qt 6.4 cannot ask a font for its tabular digits).
QFont consoleFont();

/// `factor` times the size of `base`.
QFont scaledFont(const QFont &base, double factor, QFont::Weight weight = QFont::Normal);

/// The height of a capital M and its surroundings: every distance is a multiple of it, so that the whole
/// window grows with its font.
double emOf(const QFont &font);
double emOf(const QWidget *widget);

} // namespace holdfast
