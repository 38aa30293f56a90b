// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/live/live_readers.h"
#include "live/live_state.h"

namespace holdfast::http {

/// What the hub's thread does: takes a tap's changes on the beat, writes what is news in them, gives it to
/// the readers of every server thread, and answers readers that want to catch up.
class LiveWriter final : public QObject
{
    Q_OBJECT

public:
    LiveWriter(std::shared_ptr<FeedTap> tap, LiveService &service);
    ~LiveWriter() override;
    Q_DISABLE_COPY_MOVE(LiveWriter)

    // On its thread.
    void start();
    void end();
    void addReaders(const std::shared_ptr<LiveReaders> &readers);
    void answer(LiveReaders &readers, const LiveWish &wish);

private:
    using Clock = std::chrono::steady_clock;

    void beat();
    void tell(const LiveState::Beat &told, Instant now);
    void offer(std::vector<SharedLiveMessage> messages);
    bool isListenedTo();
    SharedLiveMessage snapshotFor(const LiveFilter &filter);

    const std::shared_ptr<FeedTap> m_tap;
    LiveService &m_service;
    QTimer m_timer;
    LiveState m_state;
    LiveHistory m_history;
    std::vector<std::shared_ptr<LiveReaders>> m_readers;
    /// Of everything, while it is the newest.
    SharedLiveMessage m_snapshot;
    std::optional<Clock::time_point> m_listenedAt;
    bool m_isInterrupted = false;
};

} // namespace holdfast::http
