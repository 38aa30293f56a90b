// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/theme_switch.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

namespace holdfast {

ThemeSwitch::ThemeSwitch(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
    apply();
}

void ThemeSwitch::choose(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

void ThemeSwitch::chooseNext()
{
    switch (m_choice) {
    case ThemeChoice::System:
        return choose(ThemeChoice::Light);
    case ThemeChoice::Light:
        return choose(ThemeChoice::Dark);
    case ThemeChoice::Dark:
        return choose(ThemeChoice::System);
    }
}

void ThemeSwitch::apply()
{
    const QScopedValueRollback guard(m_isApplying, true);
    if (m_choice == ThemeChoice::System) {
        // Without a palette of its own the application shows the desktop's: whether that is dark decides.
        QApplication::setPalette(QPalette());
        QApplication::setPalette(paletteOf(themeOf(QApplication::palette())));
    } else {
        QApplication::setPalette(paletteOf(m_choice == ThemeChoice::Dark ? darkTheme() : lightTheme()));
    }
    emit changed();
}

bool ThemeSwitch::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && !m_isApplying && m_choice == ThemeChoice::System)
        apply();
    return QObject::eventFilter(watched, event);
}

} // namespace holdfast
