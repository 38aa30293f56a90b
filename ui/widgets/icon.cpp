// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/icon.h"

#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Q_INIT_RESOURCE declares a function, which must not land in a namespace.
static void initializeResources()
{
    Q_INIT_RESOURCE(icons);
    Q_INIT_RESOURCE(theme);
}

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QPixmap tintedPixmap(const QString &name, QSize devicePixels, const QColor &color)
{
    const QString key = u"hf-icon/%1/%2/%3"_s.arg(name).arg(devicePixels.width()).arg(color.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(name));
    Q_ASSERT_X(renderer.isValid(), "paintIcon", qPrintable(name));
    pixmap = QPixmap(devicePixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace

void loadUiResources()
{
    initializeResources();
}

void paintIcon(QPainter &painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize devicePixels = (rect.size() * ratio).toSize().expandedTo(QSize(1, 1));
    const QPixmap pixmap = tintedPixmap(name, devicePixels, color);
    // On whole pixels of the screen: between them the picture would blur.
    const QPointF place((rect.topLeft() * ratio).toPoint());
    painter.drawPixmap(QRectF(place / ratio, QSizeF(devicePixels) / ratio), pixmap, QRectF(pixmap.rect()));
}

QIcon tintedIcon(const QString &name, int size, double pixelRatio, const QColor &color)
{
    QPixmap pixmap = tintedPixmap(name, QSize(size, size) * pixelRatio, color);
    pixmap.setDevicePixelRatio(pixelRatio);
    return QIcon(pixmap);
}

} // namespace holdfast
