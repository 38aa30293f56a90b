// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/theme/theme.h"

#include <QObject>

namespace holdfast {

/// What the operator chose.
enum class ThemeChoice { System, Light, Dark };

/// Gives the whole application the chosen theme, and follows the desktop's when that is the choice.
/// GUI thread only; one an application.
class ThemeSwitch final : public QObject
{
    Q_OBJECT

public:
    explicit ThemeSwitch(QObject *parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    void choose(ThemeChoice choice);
    /// System, light, dark, and around again.
    void chooseNext();

signals:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    bool m_isApplying = false;
};

} // namespace holdfast
