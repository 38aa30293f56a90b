// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/moment_edit.h"

#include <QDateTimeEdit>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

QDateTimeEdit *makeMomentEdit(Instant instant)
{
    const auto minute = floor<minutes>(instant);
    auto *edit = new QDateTimeEdit(
        QDateTime::fromSecsSinceEpoch(duration_cast<seconds>(minute.time_since_epoch()).count()));
    edit->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    edit->setCalendarPopup(true);
    // The style sheet's arrow and padding are not in the field's own hint.
    edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(u"0000-00-00 00:00"_s)
                          + 4 * edit->fontMetrics().height());
    return edit;
}

Instant momentOf(const QDateTimeEdit *edit)
{
    return Instant(milliseconds(edit->dateTime().toMSecsSinceEpoch()));
}

} // namespace holdfast
