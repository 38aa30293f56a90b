// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/moment_edit.h"

#include <QDateTimeEdit>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

QDateTimeEdit *makeMomentEdit(Instant instant)
{
    auto *edit = new QDateTimeEdit;
    edit->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    edit->setCalendarPopup(true);
    setMoment(edit, instant);
    // The style sheet's arrow and padding are not in the field's own hint.
    edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(u"0000-00-00 00:00"_s)
                          + 4 * edit->fontMetrics().height());
    return edit;
}

void setMoment(QDateTimeEdit *edit, Instant instant)
{
    const auto minute = duration_cast<seconds>(floor<minutes>(instant).time_since_epoch());
    edit->setDateTime(QDateTime::fromSecsSinceEpoch(minute.count()));
}

Instant momentOf(const QDateTimeEdit *edit)
{
    return Instant(milliseconds(edit->dateTime().toMSecsSinceEpoch()));
}

} // namespace holdfast
