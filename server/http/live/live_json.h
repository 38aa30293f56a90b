// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"
#include "live/live_history.h"
#include "live/live_state.h"

namespace holdfast::http {

// How the live feed reads on the wire: {"v":1,"seq":n,"ts":"…","type":"…","data":{…}}. `now` is the
// database's time.

/// One message for all who read it.
SharedLiveMessage writeLiveNews(qint64 sequence, const LiveNews &news, Instant now);

/// Every product's stock that the filter wants, and every sale.
SharedLiveMessage writeLiveSnapshot(qint64 sequence, const LiveState &state, const LiveFilter &filter,
                                    Instant now);

/// What one reader is told in answer; data is JSON text. It takes no number: it has that of the newest
/// message.
QString writeLiveAnswer(qint64 sequence, Instant now, QLatin1StringView type, const QByteArray &data);
QString writeLiveRefusal(qint64 sequence, Instant now, const Refusal &refusal);

} // namespace holdfast::http
