// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/live/live_reader.h"

#include <QTimer>

#include <unordered_map>

namespace holdfast::http {

using SharedLiveBatch = std::shared_ptr<const std::vector<SharedLiveMessage>>;

/// The live feed's readers on one server thread. Its functions run there.
class LiveReaders final : public QObject
{
    Q_OBJECT

public:
    /// On the server thread. The service must outlive it.
    explicit LiveReaders(LiveService &service);
    /// After end().
    ~LiveReaders() override;
    Q_DISABLE_COPY_MOVE(LiveReaders)

    /// Refused with 4503 when there are as many as there may be, with 1001 after end().
    void add(std::unique_ptr<QWebSocket> socket);
    void offer(const SharedLiveBatch &batch);
    void catchUp(quint64 reader, quint64 wish, const LiveCatchUp &answer);
    /// Closes every reader with 1001 and its socket with it.
    void end();

private:
    void sweep();
    void removeSoon(quint64 reader);

    LiveService &m_service;
    std::unordered_map<quint64, std::unique_ptr<LiveReader>> m_readers;
    quint64 m_lastNumber = 0;
    QTimer m_sweepTimer;
    bool m_isEnded = false;
};

} // namespace holdfast::http
