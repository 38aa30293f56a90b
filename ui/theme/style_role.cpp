// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/style_role.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace holdfast {

void setStyleRole(QWidget *widget, const QString &role)
{
    if (widget->property("role").toString() == role)
        return;
    widget->setProperty("role", role);
    // The style sheet looks at properties only when a widget is polished.
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace holdfast
