// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

#include <QByteArray>

#include <optional>

namespace holdfast::http {

/// A response ready for the wire but for what the connection adds: date, length, request id, security
/// headers.
struct WireResponse
{
    int status = 200;
    /// Always explicit, never sniffed; ignored when there is no body to describe (204, 304).
    QByteArray contentType;
    /// The body is these three, one behind the other. What is kept for many answers, or was made by itself,
    /// stands in the middle, shared and not copied.
    QByteArray body;
    QByteArray sharedBody;
    QByteArray bodyEnd;
    /// Whole lines, each with CR LF. Filled by addHeader.
    QByteArray headers;
    /// For the log and the metrics.
    std::optional<ErrorCode> error;
    /// The response says itself how it may be cached or framed, so the strict defaults stay away.
    bool hasCacheControl = false;
    bool hasContentSecurityPolicy = false;
    /// The connection ends with this response.
    bool closes = false;

    qsizetype bodySize() const { return body.size() + sharedBody.size() + bodyEnd.size(); }
    /// False, and nothing added, for a name that is no token or a value with a control character in it: a
    /// decoded CR LF must never start a header of its own.
    bool addHeader(QByteArrayView name, QByteArrayView value);
};

} // namespace holdfast::http
