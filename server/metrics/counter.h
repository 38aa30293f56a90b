// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>

namespace holdfast::metrics {

/// How often something has happened; only grows. One relaxed addition. Any thread.
class Counter final
{
public:
    Counter() = default;
    Q_DISABLE_COPY_MOVE(Counter)

    void add(quint64 count = 1) { m_count.fetch_add(count, std::memory_order_relaxed); }
    quint64 count() const { return m_count.load(std::memory_order_relaxed); }

private:
    std::atomic<quint64> m_count = 0;
};

/// How much time has gone somewhere; only grows. Any thread.
class DurationCounter final
{
public:
    void add(std::chrono::nanoseconds duration) { m_nanoseconds.add(static_cast<quint64>(duration.count())); }
    double seconds() const { return static_cast<double>(m_nanoseconds.count()) / 1e9; }

private:
    Counter m_nanoseconds;
};

/// How many there are of something now. Any thread.
class Level final
{
public:
    Level() = default;
    Q_DISABLE_COPY_MOVE(Level)

    void change(qint64 by) { m_level.fetch_add(by, std::memory_order_relaxed); }
    qint64 level() const { return m_level.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_level = 0;
};

} // namespace holdfast::metrics
