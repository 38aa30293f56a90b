// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// Whether this can stand between the angle brackets of an SMTP command and in a header as it is: one @ with
/// something on both sides, no white space, controls or specials; 254 characters at most. Looser than what a
/// customer may register with, so that operators can write to admin@localhost.
bool isMailAddress(QStringView text);

/// The same address with its host name in ASCII (xn--…), which every mail server understands. A local part
/// that is not ASCII stays, and takes a mail server that knows SMTPUTF8.
QString withAsciiHost(const QString &address);

} // namespace holdfast
