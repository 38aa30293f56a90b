// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/logging/log_options.h"
#include "app/logging/log_record.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace holdfast {

/// Writes log lines from a thread of its own, so that a full disk, a slow
/// terminal or a stalled pipe never holds up whoever logs. Between them stands
/// a queue of recordsMax; when it is full, new records are dropped, counted,
/// and the count is written as a line of its own.
class LogWriter final
{
public:
    static constexpr std::size_t recordsMax = 4096;
    /// How long the destructor and flush() wait for a descriptor that takes
    /// nothing.
    static constexpr std::chrono::milliseconds flushWaitMax{1000};

    explicit LogWriter(const LogOptions &options);
    /// Writes what is waiting, for flushWaitMax at most.
    ~LogWriter();
    LogWriter(const LogWriter &) = delete;
    LogWriter &operator=(const LogWriter &) = delete;

    /// Takes a record or drops it; never waits for the descriptor. Any thread.
    void post(LogRecord record);
    /// Returns when everything posted before is written, or after flushWaitMax.
    /// Any thread.
    void flush();
    /// A line kept below the log while the descriptor is a terminal, without line
    /// feed; ignored elsewhere. Any thread.
    void setStatusLine(const QString &line);

    bool isTerminal() const { return m_isTerminal; }
    /// Since the start. Any thread.
    qint64 droppedCount() const { return m_droppedTotal; }

private:
    struct Batch;

    void run();
    Batch takeBatch();
    QByteArray render(const Batch &batch);
    void write(const QByteArray &bytes);
    bool waitUntilWritable();

    const int m_descriptor;
    const bool m_isTerminal;
    const bool m_isJson;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    // All below guarded by m_mutex.
    std::deque<LogRecord> m_waiting;
    qint64 m_droppedSinceSaid = 0;
    QString m_statusLine;
    bool m_isStatusNew = false;
    bool m_isWriting = false;

    std::atomic<qint64> m_droppedTotal = 0;
    std::atomic<bool> m_isStopping = false;
    std::atomic<std::chrono::steady_clock::time_point> m_giveUpAt{};
    std::thread m_thread;
};

} // namespace holdfast
