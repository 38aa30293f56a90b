// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/refusal.h"
#include "http/live/live_limits.h"

#include <QSet>

#include <expected>
#include <variant>

namespace holdfast::http {

struct LiveAuthenticate
{
    /// A token or an API key.
    QByteArray credential;
};

struct LiveSubscribe
{
    /// Empty for all.
    QSet<ProductId> products;
    /// The number of the newest message the client knows.
    std::optional<qint64> since;
};

struct LivePing
{
};

/// What a client of the live feed asks for.
using LiveRequest = std::variant<LiveAuthenticate, LiveSubscribe, LivePing>;

/// MALFORMED_REQUEST for what is no JSON object, VALIDATION_ERROR with every wrong, missing and unknown field
/// for the rest.
std::expected<LiveRequest, Refusal> readLiveRequest(const QString &text, const LiveLimits &limits);

} // namespace holdfast::http
