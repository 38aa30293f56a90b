// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/status_light.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr double iconEms = 1.2;

QString iconOf(Health health)
{
    switch (health) {
    case Health::Unknown:
        return u"unknown"_s;
    case Health::Good:
        return u"good"_s;
    case Health::Degraded:
        return u"warning"_s;
    case Health::Down:
        return u"bad"_s;
    }
    Q_UNREACHABLE();
}

QColor colorOf(Health health, const Theme &theme)
{
    switch (health) {
    case Health::Unknown:
        return theme.mutedText;
    case Health::Good:
        return theme.good;
    case Health::Degraded:
        return theme.warning;
    case Health::Down:
        return theme.bad;
    }
    Q_UNREACHABLE();
}

} // namespace

QString healthWord(Health health)
{
    switch (health) {
    case Health::Unknown:
        return QCoreApplication::translate("holdfast::StatusLight", "Waiting");
    case Health::Good:
        return QCoreApplication::translate("holdfast::StatusLight", "Good");
    case Health::Degraded:
        return QCoreApplication::translate("holdfast::StatusLight", "Degraded");
    case Health::Down:
        return QCoreApplication::translate("holdfast::StatusLight", "Down");
    }
    Q_UNREACHABLE();
}

StatusLight::StatusLight(const QString &caption, QWidget *parent)
    : QWidget(parent)
    , m_caption(caption)
    , m_word(healthWord(Health::Unknown))
{
    setAccessibleName(caption);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void StatusLight::setHealth(Health health, const QString &word, const QString &detail)
{
    setToolTip(detail);
    setAccessibleDescription(detail.isEmpty() ? word : tr("%1: %2").arg(word, detail));
    if (m_health == health && m_word == word)
        return;
    m_health = health;
    m_word = word;
    updateGeometry();
    update();
}

QSize StatusLight::sizeHint() const
{
    const double em = emOf(this);
    const double caption = QFontMetricsF(scaledFont(font(), 0.85)).horizontalAdvance(m_caption);
    const double word = QFontMetricsF(scaledFont(font(), 1.0, QFont::DemiBold)).horizontalAdvance(m_word);
    // A running age must not push its neighbours to and fro.
    const double steps = std::ceil(std::max(caption, word) / (em * 2)) * em * 2;
    return {qRound(em * (iconEms + 0.45) + steps), qRound(em * 3)};
}

void StatusLight::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    const double middle = height() / 2.0;
    QPainter painter(this);
    paintIcon(painter, iconOf(m_health), QRectF(0, middle - em * iconEms / 2, em * iconEms, em * iconEms),
              colorOf(m_health, theme));
    const double left = em * (iconEms + 0.45);
    painter.setPen(theme.mutedText);
    painter.setFont(scaledFont(font(), 0.85));
    painter.drawText(QRectF(left, middle - em * 1.35, width() - left, em * 1.3),
                     Qt::AlignLeft | Qt::AlignVCenter, m_caption);
    painter.setPen(m_health == Health::Good ? theme.text : colorOf(m_health, theme));
    painter.setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    painter.drawText(QRectF(left, middle - em * 0.05, width() - left, em * 1.4),
                     Qt::AlignLeft | Qt::AlignVCenter, m_word);
}

} // namespace holdfast
