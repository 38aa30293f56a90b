// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/sale_clock.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QPainter>

#include <algorithm>

namespace holdfast {

namespace {

constexpr double pillFontScale = 1.35;
constexpr double countdownFontScale = 1.9;

struct PillColors
{
    QColor fill;
    QColor text;
};

PillColors pillColors(std::optional<SalePhase> phase, const Theme &theme)
{
    if (phase == SalePhase::Live)
        return {theme.good, theme.isDark ? theme.window : theme.panel};
    if (phase == SalePhase::Paused)
        return {theme.warning, theme.isDark ? theme.window : theme.panel};
    if (phase == SalePhase::Scheduled)
        return {theme.accent, theme.accentText};
    return {theme.raised, theme.text};
}

} // namespace

SaleClock::SaleClock(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Sale"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SaleClock::showSale(const SaleView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    setAccessibleDescription(tr("%1 %2 %3 %4").arg(view.name, phaseWord(view), view.caption, view.countdown));
    setToolTip(view.name);
    update();
}

double SaleClock::pillWidth() const
{
    const QFont bold = scaledFont(font(), pillFontScale, QFont::Bold);
    return QFontMetricsF(bold).horizontalAdvance(phaseWord(m_view)) + emOf(this) * 3.0;
}

double SaleClock::countdownWidth() const
{
    const double countdown = QFontMetricsF(scaledFont(font(), countdownFontScale, QFont::Bold))
                                 .horizontalAdvance(m_view.countdown);
    const double caption = QFontMetricsF(scaledFont(font(), 0.85)).horizontalAdvance(m_view.caption);
    return std::max(countdown, m_view.countdown.isEmpty() ? 0 : caption);
}

QSize SaleClock::sizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 30), qRound(em * 3.6)};
}

QSize SaleClock::minimumSizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 22), qRound(em * 3.6)};
}

void SaleClock::paintPill(QPainter &painter, const QRectF &rect, const Theme &theme) const
{
    const double em = emOf(this);
    const PillColors colors = pillColors(m_view.phase, theme);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.fill);
    painter.drawRoundedRect(rect, em * 0.5, em * 0.5);
    paintIcon(painter, phaseIcon(m_view),
              QRectF(rect.left() + em * 0.7, rect.center().y() - em * 0.6, em * 1.2, em * 1.2), colors.text);
    painter.setPen(colors.text);
    painter.setFont(scaledFont(font(), pillFontScale, QFont::Bold));
    painter.drawText(rect.adjusted(em * 2.2, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, phaseWord(m_view));
}

void SaleClock::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const double middle = height() / 2.0;
    QPainter painter(this);
    const QRectF pill(0, middle - em * 1.3, pillWidth(), em * 2.6);
    paintPill(painter, pill, theme);

    double left = pill.right() + em;
    if (!m_view.countdown.isEmpty()) {
        const double wide = countdownWidth();
        painter.setPen(theme.mutedText);
        painter.setFont(scaledFont(font(), 0.85));
        painter.drawText(QRectF(left, middle - em * 1.75, wide + em, em * 1.3),
                         Qt::AlignLeft | Qt::AlignVCenter, m_view.caption);
        painter.setPen(theme.text);
        painter.setFont(scaledFont(font(), countdownFontScale, QFont::Bold));
        painter.drawText(QRectF(left, middle - em * 0.6, wide + em, em * 2.3),
                         Qt::AlignLeft | Qt::AlignVCenter, m_view.countdown);
        left += wide + em * 1.4;
    }
    const QFont nameFont = scaledFont(font(), 1.15, QFont::DemiBold);
    const double room = std::max(width() - left, 0.0);
    painter.setPen(theme.text);
    painter.setFont(nameFont);
    const bool hasCaption = m_view.countdown.isEmpty() && !m_view.caption.isEmpty();
    painter.drawText(QRectF(left, middle - em * (hasCaption ? 1.5 : 0.9), room, em * 1.8),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(nameFont).elidedText(m_view.name, Qt::ElideRight, room));
    if (!hasCaption)
        return;
    const QFont small = scaledFont(font(), 0.9);
    painter.setPen(theme.mutedText);
    painter.setFont(small);
    painter.drawText(QRectF(left, middle + em * 0.1, room, em * 1.5), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(small).elidedText(m_view.caption, Qt::ElideRight, room));
}

} // namespace holdfast
