// SPDX-License-Identifier: GPL-3.0-only
#include "ui_environment.h"

#include <QApplication>
#include <QSettings>

namespace holdfast::test {

using namespace Qt::StringLiterals;

UiEnvironment::UiEnvironment()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QApplication::setOrganizationName(u"holdfast"_s);
    QApplication::setApplicationName(u"holdfast-test"_s);
    QApplication::setStyle(u"fusion"_s);
}

} // namespace holdfast::test
