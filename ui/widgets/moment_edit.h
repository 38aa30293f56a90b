// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

class QDateTimeEdit;

namespace holdfast {

/// A field for a moment, to the minute, in the time zone of this desktop, with a calendar to choose from.
QDateTimeEdit *makeMomentEdit(Instant instant);

/// Cut to the minute.
void setMoment(QDateTimeEdit *edit, Instant instant);

/// What stands in it.
Instant momentOf(const QDateTimeEdit *edit);

} // namespace holdfast
