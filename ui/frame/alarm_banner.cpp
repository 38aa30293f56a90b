// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/alarm_banner.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

AlarmBanner::AlarmBanner(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Alarm"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

void AlarmBanner::showAlarms(const QList<Alarm> &alarms)
{
    if (m_alarms == alarms)
        return;
    m_alarms = alarms;
    setVisible(!alarms.isEmpty());
    setAccessibleDescription(alarms.isEmpty() ? QString() : alarms.first().text);
    update();
}

QSize AlarmBanner::sizeHint() const
{
    const double em = emOf(this);
    return {qRound(em * 30), qRound(em * 2.4)};
}

void AlarmBanner::paintEvent(QPaintEvent *)
{
    if (m_alarms.isEmpty())
        return;
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const bool isBad = m_alarms.first().severity == Severity::Bad;
    const QColor fill = isBad ? theme.badFill : theme.warning;
    const QColor content = isBad ? theme.onBadFill : (theme.isDark ? theme.window : theme.panel);
    QPainter painter(this);
    painter.fillRect(rect(), fill);
    paintIcon(painter, isBad ? u"bad"_s : u"warning"_s,
              QRectF(em, height() / 2.0 - em * 0.6, em * 1.2, em * 1.2), content);
    const qsizetype others = m_alarms.size() - 1;
    const QString text =
        others > 0 ? tr("%1 (and %2 more)").arg(m_alarms.first().text).arg(others) : m_alarms.first().text;
    const QFont bold = scaledFont(font(), 1.1, QFont::DemiBold);
    const double room = width() - em * 4;
    painter.setPen(content);
    painter.setFont(bold);
    painter.drawText(QRectF(em * 2.8, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(text, Qt::ElideRight, room));
}

} // namespace holdfast
