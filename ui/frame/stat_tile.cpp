// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/stat_tile.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/panel.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

StatTile::StatTile(const QString &icon, const QString &caption, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_caption(caption)
    , m_value(u"–"_s)
{
    setAccessibleName(caption);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StatTile::setValue(const QString &value, const QString &remark)
{
    if (m_value == value && m_remark == remark)
        return;
    m_value = value;
    m_remark = remark;
    setAccessibleDescription(tr("%1, %2").arg(value, remark));
    setToolTip(remark);
    update();
}

void StatTile::setStale(bool isStale)
{
    if (std::exchange(m_isStale, isStale) != isStale)
        update();
}

QSize StatTile::sizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 11), qRound(em * 6.3)};
}

QSize StatTile::minimumSizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 9), qRound(em * 6.3)};
}

/// As large as fits: a long amount shrinks rather than being cut.
QFont StatTile::valueFont(double width) const
{
    QFont large = scaledFont(font(), 2.3, QFont::Bold);
    const double wanted = QFontMetricsF(large).horizontalAdvance(m_value);
    return wanted <= width ? large : scaledFont(font(), 2.3 * width / wanted, QFont::Bold);
}

void StatTile::paintEvent(QPaintEvent *)
{
    paintCard(this);
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const QRectF inside = QRectF(rect()).adjusted(em, em * 0.7, -em * 0.6, -em * 0.6);
    QPainter painter(this);
    const QRectF caption(inside.left(), inside.top(), inside.width(), em * 1.3);
    paintIcon(painter, m_icon, QRectF(caption.left(), caption.top() + em * 0.1, em * 1.1, em * 1.1),
              theme.mutedText);
    painter.setPen(theme.mutedText);
    painter.setFont(scaledFont(font(), 0.95));
    painter.drawText(caption.adjusted(em * 1.5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_caption);

    painter.setPen(m_isStale ? theme.mutedText : theme.text);
    painter.setFont(valueFont(inside.width()));
    painter.drawText(QRectF(inside.left(), caption.bottom() + em * 0.1, inside.width(), em * 2.5),
                     Qt::AlignLeft | Qt::AlignVCenter, m_value);

    const QFont small = scaledFont(font(), 0.85);
    painter.setPen(m_isStale ? theme.bad : theme.mutedText);
    painter.setFont(small);
    const QString remark = m_isStale ? tr("not fresh") : m_remark;
    painter.drawText(QRectF(inside.left(), inside.bottom() - em * 1.15, inside.width(), em * 1.2),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(small).elidedText(remark, Qt::ElideRight, inside.width()));
}

} // namespace holdfast
