// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/panel.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

QFrame *makeDividingLine()
{
    auto *line = new QFrame;
    line->setProperty("role", u"line"_s);
    line->setFixedHeight(1);
    return line;
}

void paintCard(QWidget *widget)
{
    const Theme &theme = themeOf(widget->palette());
    QPainter painter(widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.panel);
    const double radius = emOf(widget) * 0.5;
    painter.drawRoundedRect(QRectF(widget->rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

Panel::Panel(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(title))
    , m_header(new QHBoxLayout)
    , m_layout(new QVBoxLayout(this))
{
    setAccessibleName(title);
    m_header->addWidget(m_title);
    m_header->addStretch(1);
    m_layout->addLayout(m_header);
    fitToFont();
}

void Panel::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Panel::addToHeader(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Panel::setContent(QWidget *widget)
{
    m_layout->addWidget(widget, 1);
}

void Panel::fitToFont()
{
    const int em = qRound(emOf(this));
    m_title->setFont(scaledFont(font(), 1.05, QFont::DemiBold));
    m_layout->setContentsMargins(em, em * 3 / 4, em * 3 / 4, em * 3 / 4);
    m_layout->setSpacing(em / 2);
    m_header->setSpacing(em * 3 / 4);
}

void Panel::paintEvent(QPaintEvent *)
{
    paintCard(this);
}

void Panel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QFrame::changeEvent(event);
}

} // namespace holdfast
