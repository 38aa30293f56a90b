// SPDX-License-Identifier: GPL-3.0-only
#include "http/live/live_writer.h"

#include "http/live/live_json.h"

#include <utility>

namespace holdfast::http {

namespace {

Instant machineTime()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

LiveWriter::LiveWriter(std::shared_ptr<FeedTap> tap, LiveService &service)
    : m_tap(std::move(tap))
    , m_service(service)
    , m_timer(this)
    , m_history(machineTime())
{
    connect(&m_timer, &QTimer::timeout, this, &LiveWriter::beat);
}

LiveWriter::~LiveWriter() = default;

void LiveWriter::start()
{
    m_timer.start(m_service.limits.beat);
}

void LiveWriter::end()
{
    m_timer.stop();
    m_readers.clear();
}

void LiveWriter::addReaders(const std::shared_ptr<LiveReaders> &readers)
{
    m_readers.push_back(readers);
}

void LiveWriter::beat()
{
    const auto now = m_service.api.clock.now();
    tell(m_state.apply(m_tap->take(), now), now);
}

void LiveWriter::tell(const LiveState::Beat &told, Instant now)
{
    if (told.news.empty() && !told.isShrunk)
        return;
    m_snapshot.reset();
    if (!isListenedTo()) {
        m_isInterrupted = true;
        return;
    }
    if (std::exchange(m_isInterrupted, false))
        m_history.interrupt();
    std::vector<SharedLiveMessage> messages;
    for (const auto &news : told.news) {
        messages.push_back(writeLiveNews(m_history.next(), news, now));
        m_history.keep(messages.back());
    }
    if (told.isShrunk) {
        // No message says that a product has gone: a snapshot does, and nothing before it is any use.
        m_history.interrupt();
        messages.push_back(snapshotFor({}));
    }
    offer(std::move(messages));
}

void LiveWriter::offer(std::vector<SharedLiveMessage> messages)
{
    const auto batch = std::make_shared<const std::vector<SharedLiveMessage>>(std::move(messages));
    for (const auto &readers : m_readers) {
        QMetaObject::invokeMethod(
            readers.get(), [readers, batch] { readers->offer(batch); }, Qt::QueuedConnection);
    }
}

void LiveWriter::answer(LiveReaders &readers, const LiveWish &wish)
{
    // What nobody was told is no number of ours.
    if (std::exchange(m_isInterrupted, false))
        m_history.interrupt();
    m_listenedAt = Clock::now();
    auto missed = wish.since ? m_history.missed(*wish.since, wish.filter) : std::nullopt;
    LiveCatchUp answer{missed ? *std::move(missed) : std::vector{snapshotFor(wish.filter)},
                       m_history.newest()};
    QMetaObject::invokeMethod(
        &readers,
        [&readers, wish, answer = std::move(answer)] { readers.catchUp(wish.reader, wish.number, answer); },
        Qt::QueuedConnection);
}

// Nobody listens, and nobody left just now who may come back: then nothing need be written.
bool LiveWriter::isListenedTo()
{
    const auto now = Clock::now();
    if (m_service.readers > 0)
        m_listenedAt = now;
    return m_listenedAt && now - *m_listenedAt < m_service.limits.keepAfterLast;
}

SharedLiveMessage LiveWriter::snapshotFor(const LiveFilter &filter)
{
    const auto write = [&] {
        return writeLiveSnapshot(m_history.newest(), m_state, filter, m_service.api.clock.now());
    };
    if (!filter.products.isEmpty())
        return write();
    if (!m_snapshot || m_snapshot->sequence != m_history.newest())
        m_snapshot = write();
    return m_snapshot;
}

} // namespace holdfast::http
