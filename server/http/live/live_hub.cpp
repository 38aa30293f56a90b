// SPDX-License-Identifier: GPL-3.0-only
#include "http/live/live_hub.h"

#include "http/live/live_readers.h"
#include "http/live/live_writer.h"

#include <QWebSocket>

#include <utility>
#include <vector>

namespace holdfast::http {

using namespace Qt::StringLiterals;

LiveHub::LiveHub(ChangeFeed &feed, const ApiContext &api, const LiveLimits &limits)
    : m_service{api, limits, {}}
    , m_writer(std::make_unique<LiveWriter>(feed.tap(), m_service))
{
    m_thread.setObjectName(u"live feed"_s);
    m_writer->moveToThread(&m_thread);
    m_service.ask = [writer = m_writer.get()](LiveReaders &readers, LiveWish wish) {
        QMetaObject::invokeMethod(
            writer, [writer, &readers, wish = std::move(wish)] { writer->answer(readers, wish); },
            Qt::QueuedConnection);
    };
}

LiveHub::~LiveHub()
{
    stop();
}

void LiveHub::start()
{
    m_thread.start();
    QMetaObject::invokeMethod(m_writer.get(), &LiveWriter::start, Qt::QueuedConnection);
}

// The readers first: what the writer still gives them is not looked at. They themselves stay until the hub
// goes, for what is under way to them.
void LiveHub::stop()
{
    std::vector<std::shared_ptr<LiveReaders>> readers;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isStopped, true))
            return;
        readers.assign(m_readers.cbegin(), m_readers.cend());
    }
    for (const auto &ofThread : readers)
        QMetaObject::invokeMethod(ofThread.get(), &LiveReaders::end, Qt::BlockingQueuedConnection);
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(m_writer.get(), &LiveWriter::end, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void LiveHub::addTo(metrics::Registry &registry) const
{
    registry.addGauge("holdfast_live_readers", "Readers of the live feed.",
                      [this] { return static_cast<double>(readers()); });
}

void LiveHub::accept(std::unique_ptr<QWebSocket> socket)
{
    if (const auto readers = readersOfThisThread())
        return readers->add(std::move(socket));
    socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"the server is stopping"_s);
}

std::shared_ptr<LiveReaders> LiveHub::readersOfThisThread()
{
    const std::lock_guard lock(m_mutex);
    if (m_isStopped)
        return nullptr;
    auto &readers = m_readers[QThread::currentThread()];
    if (!readers) {
        readers = std::make_shared<LiveReaders>(m_service);
        QMetaObject::invokeMethod(
            m_writer.get(), [writer = m_writer.get(), readers] { writer->addReaders(readers); },
            Qt::QueuedConnection);
    }
    return readers;
}

} // namespace holdfast::http
