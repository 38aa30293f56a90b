// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head.h"

#include <QByteArray>
#include <QHostAddress>

#include <chrono>

namespace holdfast::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Names one request of one server thread, for good: neither number is used again. A value for any thread.
struct Ticket
{
    quint64 connection = 0;
    quint32 sequence = 0;
};

/// What the edge keeps of a request until its reply is written; lives on the server thread.
struct Exchange
{
    QByteArray requestId;
    SteadyTime arrivedAt;
    Method method = Method::Get;
    /// The client asked for errors as RFC 9457 documents.
    bool wantsProblem = false;
    bool keepsAlive = true;
    bool isVersionZero = false;
    /// The route that answers; a literal, empty until one is found.
    const char *route = "";
    /// Its place among the router's routes; none: -1.
    int routeIndex = -1;
    /// Whole lines, each with CR LF, that stand in the response whatever it says.
    QByteArray headerLines = {};
};

/// A whole request as the edge hands it on: checked, copied, owned by whoever takes it.
struct IncomingRequest
{
    Head head;
    QByteArray body;
    QHostAddress peer;
};

} // namespace holdfast::http
