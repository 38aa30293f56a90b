// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/live/live_service.h"
#include "live/change_feed.h"

#include <QHash>
#include <QThread>

#include <mutex>

class QWebSocket;

namespace holdfast::http {

class LiveWriter;

/// GET /live: tells readers on WebSockets what changes. A thread of its own takes a tap's changes on a beat,
/// numbers them and writes each once; the readers' server threads send. Nobody who publishes waits for a
/// reader. Made, started and stopped on one thread.
class LiveHub final
{
public:
    /// What is published from now on is told. All must outlive the hub, `api` may still be being made.
    LiveHub(ChangeFeed &feed, const ApiContext &api, const LiveLimits &limits = {});
    /// Stops.
    ~LiveHub();
    Q_DISABLE_COPY_MOVE(LiveHub)

    /// Where the feed is: Settings::webSocketPaths.
    static QList<QByteArray> paths() { return {"/api/v1/live", "/api/live", "/live"}; }

    void start();
    /// Closes every reader with 1001. Before the server stops: its threads must still run. Readers that come
    /// after it are closed alike.
    void stop();

    /// Takes over a socket that was just opened, on its server thread.
    void accept(std::unique_ptr<QWebSocket> socket);
    int readers() const { return m_service.readers; }
    /// It must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    std::shared_ptr<LiveReaders> readersOfThisThread();

    LiveService m_service;
    QThread m_thread;
    std::unique_ptr<LiveWriter> m_writer; // lives on m_thread
    std::mutex m_mutex;
    // Guarded by m_mutex.
    QHash<QThread *, std::shared_ptr<LiveReaders>> m_readers;
    bool m_isStopped = false;
};

} // namespace holdfast::http
