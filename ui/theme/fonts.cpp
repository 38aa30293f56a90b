// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QWidget>

namespace holdfast {

using namespace Qt::StringLiterals;

QFont consoleFont()
{
    QFont font = QApplication::font();
    const QStringList installed = QFontDatabase::families();
    for (const QString &family : {u"Open Sans"_s, u"Noto Sans"_s, u"Roboto"_s, u"DejaVu Sans"_s}) {
        if (installed.contains(family)) {
            font.setFamily(family);
            break;
        }
    }
    font.setPixelSize(QFontInfo(QApplication::font()).pixelSize());
    return font;
}

QFont scaledFont(const QFont &base, double factor, QFont::Weight weight)
{
    QFont font = base;
    font.setPixelSize(qMax(1, qRound(emOf(base) * factor)));
    font.setWeight(weight);
    return font;
}

double emOf(const QFont &font)
{
    return font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize();
}

double emOf(const QWidget *widget)
{
    return emOf(widget->font());
}

} // namespace holdfast
