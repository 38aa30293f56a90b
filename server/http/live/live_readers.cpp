// SPDX-License-Identifier: GPL-3.0-only
#include "http/live/live_readers.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

constexpr auto fullCode = static_cast<QWebSocketProtocol::CloseCode>(4503);

} // namespace

LiveReaders::LiveReaders(LiveService &service)
    : m_service(service)
    , m_sweepTimer(this)
{
    connect(&m_sweepTimer, &QTimer::timeout, this, &LiveReaders::sweep);
    m_sweepTimer.start(m_service.limits.sweepPeriod);
}

LiveReaders::~LiveReaders() = default;

void LiveReaders::add(std::unique_ptr<QWebSocket> socket)
{
    if (m_isEnded)
        return socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"the server is stopping"_s);
    if (m_service.readers >= m_service.limits.readersMax)
        return socket->close(fullCode, u"too many readers"_s);
    const auto number = ++m_lastNumber;
    const auto ask = [this, number](LiveWish wish) {
        wish.reader = number;
        m_service.ask(*this, std::move(wish));
    };
    m_readers.emplace(number, std::make_unique<LiveReader>(std::move(socket), m_service, ask, [this, number] {
                          removeSoon(number);
                      }));
}

void LiveReaders::offer(const SharedLiveBatch &batch)
{
    for (const auto &[number, reader] : m_readers)
        reader->offer(*batch);
}

void LiveReaders::catchUp(quint64 reader, quint64 wish, const LiveCatchUp &answer)
{
    if (const auto entry = m_readers.find(reader); entry != m_readers.end())
        entry->second->catchUp(wish, answer);
}

void LiveReaders::end()
{
    m_isEnded = true;
    m_sweepTimer.stop();
    for (const auto &[number, reader] : m_readers)
        reader->close(QWebSocketProtocol::CloseCodeGoingAway, u"the server is stopping"_s);
    m_readers.clear();
}

void LiveReaders::sweep()
{
    const auto now = LiveReader::Clock::now();
    for (const auto &[number, reader] : m_readers)
        reader->sweep(now);
}

// Later: whoever tells is in the middle of it.
void LiveReaders::removeSoon(quint64 reader)
{
    QMetaObject::invokeMethod(
        this, [this, reader] { m_readers.erase(reader); }, Qt::QueuedConnection);
}

} // namespace holdfast::http
