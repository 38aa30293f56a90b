// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/navigation_rail.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QButtonGroup>
#include <QEnterEvent>
#include <QFocusEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace holdfast {

RailButton::RailButton(const QString &icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize RailButton::sizeHint() const
{
    const double em = emOf(this);
    const double wide = QFontMetricsF(scaledFont(font(), 0.88, QFont::DemiBold)).horizontalAdvance(text());
    return {qRound(std::max(wide + em * 1.4, em * 6)), qRound(em * 4.2)};
}

// Only who walks with the keyboard needs the ring.
void RailButton::focusInEvent(QFocusEvent *event)
{
    m_isReachedByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void RailButton::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void RailButton::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF field = QRectF(rect()).adjusted(em * 0.4, em * 0.2, -em * 0.4, -em * 0.2);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? theme.selection : theme.raised);
        painter.drawRoundedRect(field, em * 0.5, em * 0.5);
    }
    if (hasFocus() && m_isReachedByKey) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), em * 0.5, em * 0.5);
    }
    const QColor color = isChecked() ? theme.text : theme.mutedText;
    paintIcon(painter, m_icon, QRectF(width() / 2.0 - em * 0.75, em * 0.7, em * 1.5, em * 1.5), color);
    painter.setPen(color);
    painter.setFont(scaledFont(font(), 0.88, isChecked() ? QFont::DemiBold : QFont::Normal));
    painter.drawText(QRectF(0, em * 2.35, width(), em * 1.3), Qt::AlignCenter, text());
}

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent)
    , m_buttons(new QButtonGroup(this))
    , m_layout(new QVBoxLayout(this))
{
    setAccessibleName(tr("Pages"));
    m_layout->setContentsMargins(0, 4, 0, 4);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    connect(m_buttons, &QButtonGroup::idClicked, this, &NavigationRail::pageChosen);
}

void NavigationRail::addPage(const QString &icon, const QString &text, const QString &shortcutText)
{
    auto *button = new RailButton(icon, text);
    button->setToolTip(tr("%1 (%2)").arg(text, shortcutText));
    const auto page = static_cast<int>(m_buttons->buttons().size());
    m_buttons->addButton(button, page);
    m_layout->insertWidget(page, button);
}

void NavigationRail::setCurrent(int page)
{
    if (QAbstractButton *button = m_buttons->button(page))
        button->setChecked(true);
}

void NavigationRail::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.border);
}

} // namespace holdfast
