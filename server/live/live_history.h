// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/live_filter.h"

#include <QString>

#include <deque>
#include <memory>
#include <vector>

namespace holdfast {

/// One message of the live feed, written once for all who read it. Shared between threads, never changed.
struct LiveMessage
{
    /// Of states (of one product) only the newest counts; events count each. A
    /// snapshot is everything there is.
    enum class Kind { Event, Stock, Activity, Snapshot };

    qint64 sequence = 0;
    Kind kind = Kind::Event;
    LiveAudience audience;
    /// As everybody reads it.
    QString text;
    /// As admins and services read it; empty when that is the same.
    QString staffText = {};

    const QString &textFor(bool isStaff) const { return isStaff && !staffText.isEmpty() ? staffText : text; }
    qsizetype size() const { return text.size() + staffText.size(); }
};

using SharedLiveMessage = std::shared_ptr<const LiveMessage>;

/// Numbers the messages of the live feed and keeps the latest, for readers that come back. Numbers only grow,
/// also from one start of the program to the next: the first is the time, in microseconds, and nothing here
/// makes a million messages a second for long. One thread.
class LiveHistory final
{
public:
    static constexpr size_t messagesMax = 4096;
    static constexpr qsizetype charactersMax = qsizetype{2} * 1024 * 1024;

    explicit LiveHistory(Instant start);

    /// The number of the newest message.
    qint64 newest() const { return m_newest; }
    /// The number for the next message.
    qint64 next() { return ++m_newest; }
    /// Keeps a message with the number just taken.
    void keep(SharedLiveMessage message);
    /// Something happened that no message tells: whoever left before cannot be brought up to date with
    /// messages.
    void interrupt();

    /// What a reader has missed that knows everything up to `since`; nothing when that cannot be told, and
    /// the reader needs a snapshot.
    std::optional<std::vector<SharedLiveMessage>> missed(qint64 since, const LiveFilter &filter) const;

private:
    qint64 m_newest;
    /// Whoever knows all up to here can be told the rest.
    qint64 m_completeSince;
    std::deque<SharedLiveMessage> m_messages;
    qsizetype m_characters = 0;
};

} // namespace holdfast
