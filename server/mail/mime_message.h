// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

#include <QByteArray>
#include <QString>

namespace holdfast {

/// One mail of plain text. Names, subject and text may hold anything: what could end a header or begin a new
/// one does not get there as it is.
struct MailMessage
{
    /// Addresses as isMailAddress() takes them.
    QString from;
    QString to;
    QString fromName;
    QString subject;
    /// Lines end with \n.
    QString text;
    /// Without its angle brackets.
    QString messageId;
    Instant date;
};

/// As it goes over the wire: headers and a quoted-printable body, lines of at most 76 ASCII characters that
/// end with CRLF. (An address that is not ASCII stands as it is: RFC 6532.)
QByteArray toMime(const MailMessage &message);

} // namespace holdfast
