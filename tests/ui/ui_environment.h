// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QObject>
#include <QTemporaryDir>

namespace holdfast::test {

/// Settings of its own and Qt's plain style, so that no test sees another's or the desktop's.
class UiEnvironment final
{
public:
    UiEnvironment();

private:
    QTemporaryDir m_settings;
};

} // namespace holdfast::test
