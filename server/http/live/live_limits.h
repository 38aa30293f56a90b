// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>

namespace holdfast::http {

/// Every bound of the live feed, in one place. Frames and messages of clients are bounded by the edge
/// (Limits::webSocketFrameBytesMax).
struct LiveLimits
{
    /// How often changes are gathered and told: 20 times a second.
    std::chrono::milliseconds beat{50};
    /// Readers at once, over all server threads; the rest of the connections stays free for requests.
    int readersMax = 512;

    /// A reader with more than this unsent gets nothing more until it has caught up...
    qint64 behindBytesMax = 256 * 1024;
    /// ...and is dropped when that takes longer than this.
    std::chrono::milliseconds behindTimeMax{10'000};

    std::chrono::milliseconds pingPeriod{20'000};
    /// A reader from which nothing has come for so long, not even an answer to a ping, is gone.
    std::chrono::milliseconds silenceMax{50'000};
    /// How often credentials are looked at again; CredentialWatch takes about a second more.
    std::chrono::milliseconds credentialPeriod{1'000};
    /// Deadlines are checked this often.
    std::chrono::milliseconds sweepPeriod{250};
    /// How long a reader that was told to go may take to read that.
    std::chrono::milliseconds closeDeadline{2'000};

    /// Messages a client may send in ten seconds.
    int messagesMax = 50;
    int subscribedProductsMax = 1'000;
    int jsonDepthMax = 4;
    /// How long messages are written and kept for readers that come back, after the last has gone.
    std::chrono::milliseconds keepAfterLast{30'000};
};

} // namespace holdfast::http
