// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/api_context.h"
#include "http/live/live_limits.h"
#include "live/live_history.h"

#include <atomic>
#include <functional>
#include <memory>

namespace holdfast::http {

class LiveReaders;

/// What a reader needs to go on: messages that bring it up to a number, oldest first. Either what it missed
/// or a snapshot.
struct LiveCatchUp
{
    std::vector<SharedLiveMessage> messages;
    qint64 upTo = 0;
};

/// One reader's wish to be brought up to date.
struct LiveWish
{
    quint64 reader = 0;
    /// Comes back with the answer: an answer to an older wish is not looked at.
    quint64 number = 0;
    LiveFilter filter;
    /// What it knows; nothing for a snapshot.
    std::optional<qint64> since;
};

/// What the readers of all server threads share. Any thread.
struct LiveService
{
    const ApiContext &api;
    const LiveLimits limits;
    /// Asks the hub; LiveReaders::catchUp() hears the answer.
    std::function<void(LiveReaders &, LiveWish)> ask;
    /// Those not told to go, over all server threads.
    std::atomic<int> readers = 0;
};

} // namespace holdfast::http
