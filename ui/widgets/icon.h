// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

class QColor;
class QPainter;
class QRectF;

namespace holdfast {

/// Links the icons and the style sheet of this static library into the program. Call it once before any of
/// them is used; again does no harm.
void loadUiResources();

/// Paints icon `name` of resources/icons in one colour, sharp at every scale of the screen.
void paintIcon(QPainter &painter, const QString &name, const QRectF &rect, const QColor &color);

/// The same for Qt's own widgets, `size` logical pixels wide and high at a device pixel ratio.
QIcon tintedIcon(const QString &name, int size, double pixelRatio, const QColor &color);

} // namespace holdfast
