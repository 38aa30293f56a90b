// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>

namespace holdfast::http {

/// Every bound of the HTTP edge, in one place. Sizes are bytes.
struct Limits
{
    qint64 headBytesMax = 16 * 1024;
    qint64 requestLineBytesMax = 4 * 1024;
    int headerFieldsMax = 64;
    qint64 bodyBytesMax = 64 * 1024;
    int jsonDepthMax = 16;

    /// Requests of one connection that wait for their reply; more stay unread until there is room.
    int outstandingRequestsMax = 8;
    /// Replies the client has not taken yet; above this no further request of it is read.
    qint64 unsentBytesMax = 256 * 1024;

    int connectionsMax = 1024;
    /// Loopback and trusted proxies are exempt.
    int connectionsPerAddressMax = 64;
    int listenBacklog = 4096;
    /// File descriptors kept free for everything that is not an HTTP connection.
    int descriptorsReserved = 128;

    std::chrono::milliseconds headDeadline{5'000};
    std::chrono::milliseconds bodyDeadline{10'000};
    std::chrono::milliseconds idleDeadline{30'000};
    std::chrono::milliseconds writeStallDeadline{15'000};
    /// A reply nobody gave by then becomes a 503; commands have their own, shorter deadline.
    std::chrono::milliseconds replyDeadline{15'000};
    /// How long a connection that was told to close is read (and ignored), so that its last reply arrives.
    std::chrono::milliseconds lingerDeadline{1'000};
    /// How long a graceful stop waits for what is in flight.
    std::chrono::milliseconds drainDeadline{10'000};
    /// Deadlines are checked this often, so they are late by at most this much.
    std::chrono::milliseconds sweepPeriod{250};

    qint64 webSocketFrameBytesMax = 16 * 1024;
};

} // namespace holdfast::http
