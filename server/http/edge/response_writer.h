// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/exchange.h"
#include "http/edge/outgoing.h"
#include "http/edge/wire_response.h"

namespace holdfast::http {

/// The standard phrase: 404 is "Not Found"; empty for a status nobody here sends.
QByteArrayView reasonPhrase(int status);

/// Writes responses as bytes. One a server thread; what every response carries is made once a second.
class ResponseWriter final
{
public:
    /// Appends head and body to out. A HEAD request gets the length of the body and not the body.
    void append(Outgoing &out, const Exchange &exchange, const WireResponse &response, bool closes);

    /// Marks the start of a new second, from the sweep or on first use.
    void refreshDate(qint64 secondsSinceEpoch);

private:
    static void appendLength(Outgoing &out, const WireResponse &response);

    qint64 m_second = -1;
    QByteArray m_standingHeaders;
};

} // namespace holdfast::http
