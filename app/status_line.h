// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/logging/log_writer.h"
#include "live/change_feed.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace holdfast {

/// How a headless Holdfast shows that it is alive: one line, redrawn every second on a terminal, and once a
/// minute in the log where there is none. Lives in the main thread; gathers through a tap of its own, of
/// which it reads the stock alone.
class StatusLine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusLine)

public:
    static constexpr std::chrono::seconds beat{1};
    static constexpr int beatsBetweenLogLines = 60;

    StatusLine(std::shared_ptr<FeedTap> tap, LogWriter &writer, QObject *parent = nullptr);

    /// Takes what was gathered and makes the line: "5 products · 37 units held · 412 sold · 128 requests/s".
    QString next();

private:
    void show();
    void apply(const GatheredChanges &gathered);
    void takeIfNewer(const StockState &stock);
    QString requestsPerSecond();

    std::shared_ptr<FeedTap> m_tap;
    LogWriter &m_writer;
    QTimer m_timer;
    QHash<ProductId, StockState> m_stocks;
    ServiceState m_service;
    qint64 m_requestsBefore = 0;
    std::chrono::steady_clock::time_point m_shownBefore;
    int m_beats = 0;
};

} // namespace holdfast
