// SPDX-License-Identifier: GPL-3.0-only
#include "ui/feed/rate_meter.h"

namespace holdfast {

void RateMeter::add(TimePoint when, qint64 counter)
{
    if (m_readings.empty() || counter < m_newest.counter)
        m_readings.assign(1, {when, counter});
    m_newest = {when, counter};
    if (when - m_readings.back().when >= readingInterval)
        m_readings.push_back(m_newest);
    while (m_readings.size() > 1 && m_readings.front().when < when - window)
        m_readings.pop_front();
}

qint64 RateMeter::perMinute() const
{
    return m_readings.empty() ? 0 : m_newest.counter - m_readings.front().counter;
}

} // namespace holdfast
