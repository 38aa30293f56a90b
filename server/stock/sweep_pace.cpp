// SPDX-License-Identifier: GPL-3.0-only
#include "stock/sweep_pace.h"

#include "domain/command.h"

#include <algorithm>

namespace holdfast {

void SweepPace::swept(Clock::time_point began, Clock::time_point ended, bool isDone)
{
    m_restUntil = ended + restPerSweep * (ended - began);
    if (!isDone)
        m_notBefore = ended + againAfterFailure;
}

int SweepPace::chunk(Clock::time_point now) const
{
    return now - m_lastServed < idleAfter ? chunkBesideCommands : ExpireDue::chunkMax;
}

SweepPace::Clock::time_point SweepPace::notBefore() const
{
    return std::max(m_notBefore, std::min(m_restUntil, m_lastServed + idleAfter));
}

} // namespace holdfast
