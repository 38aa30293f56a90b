// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/log_writer.h"

#include "app/logging/log_redaction.h"

#include <QDateTime>

#include <cerrno>
#include <climits>

#include <poll.h>
#include <unistd.h>

namespace holdfast {

using namespace Qt::StringLiterals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto eraseLine = "\r\x1b[K";

LogRecord droppedRecord(qint64 count)
{
    return {QtWarningMsg, "holdfast.log",
            u"%1 log messages were dropped: the log is written more slowly than it grows"_s.arg(count),
            QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

struct LogWriter::Batch
{
    std::deque<LogRecord> records;
    qint64 dropped = 0;
    QString statusLine;
};

LogWriter::LogWriter(const LogOptions &options)
    : m_descriptor(options.descriptor)
    , m_isTerminal(isatty(options.descriptor) == 1)
    , m_isJson(options.format == LogFormat::Json || (options.format == LogFormat::Automatic && !m_isTerminal))
    , m_thread([this] { run(); })
{
}

LogWriter::~LogWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_giveUpAt = Clock::now() + flushWaitMax;
        m_isStopping = true;
        // a terminal keeps the last status as an ordinary line above the shell's
        // prompt
        if (m_isTerminal && !m_statusLine.isEmpty())
            m_statusLine += u'\n';
        m_isStatusNew = !m_statusLine.isEmpty();
    }
    m_wake.notify_one();
    m_thread.join();
}

void LogWriter::post(LogRecord record)
{
    const qsizetype excess = record.message.size() - LogRecord::messageCharactersMax;
    if (excess > 0) {
        record.message.truncate(LogRecord::messageCharactersMax);
        record.message += u"… (%1 more characters)"_s.arg(excess);
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.size() >= recordsMax) {
            ++m_droppedSinceSaid;
            ++m_droppedTotal;
            return;
        }
        m_waiting.push_back(std::move(record));
    }
    m_wake.notify_one();
}

void LogWriter::flush()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait_for(lock, flushWaitMax, [this] { return m_waiting.empty() && !m_isWriting; });
}

void LogWriter::setStatusLine(const QString &line)
{
    if (!m_isTerminal)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_statusLine = withoutControlCharacters(line);
        m_isStatusNew = true;
    }
    m_wake.notify_one();
}

void LogWriter::run()
{
    while (true) {
        const Batch batch = takeBatch();
        if (batch.records.empty() && batch.dropped == 0 && batch.statusLine.isEmpty() && m_isStopping)
            return;
        write(render(batch));
        const std::lock_guard lock(m_mutex);
        m_isWriting = false;
        m_idle.notify_all();
    }
}

LogWriter::Batch LogWriter::takeBatch()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return !m_waiting.empty() || m_isStatusNew || m_isStopping; });
    Batch batch{std::exchange(m_waiting, {}), std::exchange(m_droppedSinceSaid, 0), m_statusLine};
    // the last status is written once more and then over
    if (m_isStopping)
        m_statusLine.clear();
    m_isStatusNew = false;
    m_isWriting = true;
    return batch;
}

QByteArray LogWriter::render(const Batch &batch)
{
    const auto line = m_isJson ? jsonLine : textLine;
    QByteArray bytes;
    if (m_isTerminal && !batch.statusLine.isEmpty())
        bytes += eraseLine;
    for (const LogRecord &record : batch.records)
        bytes += line(record);
    if (batch.dropped > 0)
        bytes += line(droppedRecord(batch.dropped));
    return bytes + batch.statusLine.toUtf8();
}

/// In pieces a pipe takes whole once poll() says it is writable: so no write
/// blocks for longer than waitUntilWritable.
void LogWriter::write(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size() && waitUntilWritable()) {
        const auto piece = static_cast<std::size_t>(std::min<qsizetype>(bytes.size() - done, PIPE_BUF));
        const ssize_t written = ::write(m_descriptor, bytes.constData() + done, piece);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return; // the reader is gone or the disk is full: nobody can be told
        done += std::max<ssize_t>(written, 0);
    }
}

bool LogWriter::waitUntilWritable()
{
    constexpr int patienceMilliseconds = 50;
    while (true) {
        pollfd waiting{m_descriptor, POLLOUT, 0};
        if (poll(&waiting, 1, patienceMilliseconds) > 0)
            return true;
        if (m_isStopping && Clock::now() >= m_giveUpAt.load())
            return false;
    }
}

} // namespace holdfast
