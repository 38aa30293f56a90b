// SPDX-License-Identifier: GPL-3.0-only
#include "stock/expiry_schedule.h"

#include <algorithm>

namespace holdfast {

using namespace std::chrono;

namespace {

void takeEarlier(std::optional<Instant> &moment, std::optional<Instant> other)
{
    if (other)
        moment = std::min(moment.value_or(*other), *other);
}

} // namespace

void ExpirySchedule::observe(Instant due)
{
    const std::lock_guard lock(m_mutex);
    takeEarlier(m_next, due);
    takeEarlier(m_observedDuringSweep, due);
}

void ExpirySchedule::beginSweep()
{
    const std::lock_guard lock(m_mutex);
    m_observedDuringSweep.reset();
    m_sweepBegan = steady_clock::now();
}

void ExpirySchedule::endSweep(std::optional<Instant> nextDue)
{
    const std::lock_guard lock(m_mutex);
    m_next = nextDue;
    takeEarlier(m_next, m_observedDuringSweep);
    m_lastSweep = steady_clock::now();
    m_knownSince = m_sweepBegan;
}

bool ExpirySchedule::isNoneDueBy(Instant moment, Instant databaseNow) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_knownSince || (m_next && moment >= *m_next))
        return false;
    const auto knownFor = duration_cast<microseconds>(*m_knownSince + holdMin - steady_clock::now());
    return moment - databaseNow < knownFor;
}

bool ExpirySchedule::isKnownSince(steady_clock::time_point moment) const
{
    const std::lock_guard lock(m_mutex);
    return m_knownSince && *m_knownSince > moment;
}

microseconds ExpirySchedule::untilNextSweep(Instant databaseNow) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_lastSweep)
        return microseconds::zero();
    auto wait = duration_cast<microseconds>(*m_lastSweep + lookIntervalMax - steady_clock::now());
    if (m_next)
        wait = std::min(wait, duration_cast<microseconds>(*m_next - databaseNow));
    return std::max(wait, microseconds::zero());
}

} // namespace holdfast
