// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// An email address in the one spelling under which accounts are kept and found: composed (NFC) and in lower
/// case. Any text may be given; whether it is an address, EmailAddress says.
QString normalisedEmail(const QString &email);

} // namespace holdfast
