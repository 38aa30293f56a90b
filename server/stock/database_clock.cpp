// SPDX-License-Identifier: GPL-3.0-only
#include "stock/database_clock.h"

#include <algorithm>

namespace holdfast {

using namespace std::chrono;

namespace {

// Two clocks part by less than a thousandth, also while one of them is being slewed.
constexpr int driftDivisor = 1'000;

} // namespace

void DatabaseClock::observe(Instant database, steady_clock::time_point asked)
{
    const std::lock_guard lock(m_mutex);
    const auto answered = steady_clock::now();
    const auto took = duration_cast<microseconds>(answered - asked);
    if (m_reading) {
        // What is known must fit: the time was told between the question and the answer. If not, the clock
        // was set.
        const Instant earliest = m_reading->database + duration_cast<microseconds>(asked - m_reading->taken);
        const auto doubt = doubtAt(answered);
        const bool fits = database + doubt >= earliest && database <= earliest + took + doubt;
        if (fits && doubt <= took)
            return raise(database, answered);
    }
    m_reading = ClockReading{database, answered};
    m_tookAtMost = took;
}

void DatabaseClock::reached(Instant moment)
{
    const std::lock_guard lock(m_mutex);
    if (m_reading)
        raise(moment, steady_clock::now());
}

// What is known lies behind, by as much as is gained here.
void DatabaseClock::raise(Instant moment, steady_clock::time_point at)
{
    const Instant known = m_reading->database + duration_cast<microseconds>(at - m_reading->taken);
    if (moment <= known)
        return;
    m_tookAtMost = std::max(doubtAt(at) - (moment - known), microseconds(0));
    m_reading = ClockReading{moment, at};
}

std::optional<ClockReading> DatabaseClock::reading() const
{
    const std::lock_guard lock(m_mutex);
    return m_reading;
}

Instant DatabaseClock::now() const
{
    const auto known = reading();
    return known ? known->now() : floor<microseconds>(system_clock::now());
}

std::optional<Instant> DatabaseClock::nowWithin(microseconds doubtMax) const
{
    const std::lock_guard lock(m_mutex);
    const auto now = steady_clock::now();
    if (!m_reading || doubtAt(now) > doubtMax)
        return std::nullopt;
    return m_reading->database + duration_cast<microseconds>(now - m_reading->taken);
}

std::optional<microseconds> DatabaseClock::doubt() const
{
    const std::lock_guard lock(m_mutex);
    return m_reading ? std::optional(doubtAt(steady_clock::now())) : std::nullopt;
}

microseconds DatabaseClock::doubtAt(steady_clock::time_point moment) const
{
    return m_tookAtMost + duration_cast<microseconds>(moment - m_reading->taken) / driftDivisor;
}

} // namespace holdfast
