// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

class QWidget;

namespace holdfast {

/// Gives a widget that is shown already another look of the style sheet: "fault", "muted", "primary",
/// "danger"; empty is the plain one.
void setStyleRole(QWidget *widget, const QString &role);

} // namespace holdfast
