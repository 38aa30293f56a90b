// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStringView>

namespace holdfast {

/// Whether this can stand between the angle brackets of an SMTP command and in a header as it is: one @ with
/// something on both sides, no white space, controls or specials; 254 characters at most. Looser than what a
/// customer may register with, so that operators can write to admin@localhost.
bool isMailAddress(QStringView text);

} // namespace holdfast
