// SPDX-License-Identifier: GPL-3.0-only
#include "ui/leaderboard_page/wall_header.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

WallHeader::WallHeader(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Sale"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WallHeader::showSale(const SaleView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    update();
}

QSize WallHeader::sizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 30), qRound(em * 4.4)};
}

void WallHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    QPainter painter(this);
    const QFont large = scaledFont(font(), 3.2, QFont::Bold);
    const double countdownWidth = QFontMetricsF(large).horizontalAdvance(m_view.countdown);
    painter.setPen(theme.text);
    painter.setFont(large);
    painter.drawText(QRectF(rect()), Qt::AlignRight | Qt::AlignVCenter, m_view.countdown);

    const QFont captionFont = scaledFont(font(), 1.4);
    const double captionRight = width() - countdownWidth - em * 0.9;
    painter.setPen(theme.mutedText);
    painter.setFont(captionFont);
    painter.drawText(QRectF(0, 0, captionRight, height()), Qt::AlignRight | Qt::AlignVCenter, m_view.caption);

    const double room = captionRight - QFontMetricsF(captionFont).horizontalAdvance(m_view.caption) - em;
    painter.setPen(theme.text);
    const QFont nameFont = scaledFont(font(), 1.7, QFont::Bold);
    painter.setFont(nameFont);
    painter.drawText(QRectF(0, em * 0.2, room, em * 2.3), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(nameFont).elidedText(m_view.name, Qt::ElideRight, room));
    const QColor color = m_view.phase == SalePhase::Live ? theme.good : theme.mutedText;
    paintIcon(painter, phaseIcon(m_view), QRectF(0, em * 2.75, em * 1.1, em * 1.1), color);
    painter.setPen(color);
    painter.setFont(scaledFont(font(), 1.1, QFont::DemiBold));
    painter.drawText(QRectF(em * 1.6, em * 2.5, room, em * 1.6), Qt::AlignLeft | Qt::AlignVCenter,
                     phaseWord(m_view));
}

} // namespace holdfast
