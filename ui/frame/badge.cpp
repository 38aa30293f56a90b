// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/badge.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace holdfast {

Badge::Badge(const QString &icon, const QString &text, Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_text(text)
    , m_tone(tone)
{
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QFont Badge::textFont() const
{
    return scaledFont(font(), 0.82, QFont::Bold);
}

QSize Badge::sizeHint() const
{
    const double em = emOf(this);
    return {qRound(QFontMetricsF(textFont()).horizontalAdvance(m_text) + em * 2.2), qRound(em * 1.5)};
}

void Badge::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const bool isDanger = m_tone == Tone::Danger;
    const QColor content = isDanger ? theme.onBadFill : theme.text;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isDanger ? QPen(Qt::NoPen) : QPen(theme.mutedText, 1));
    painter.setBrush(isDanger ? QBrush(theme.badFill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), em * 0.35, em * 0.35);
    paintIcon(painter, m_icon, QRectF(em * 0.45, height() / 2.0 - em * 0.45, em * 0.9, em * 0.9), content);
    painter.setPen(content);
    painter.setFont(textFont());
    painter.drawText(QRectF(em * 1.6, 0, width() - em * 1.6, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     m_text);
}

} // namespace holdfast
