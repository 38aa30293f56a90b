// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/visit_rhythm.h"

#include <algorithm>
#include <cmath>

namespace holdfast {

double VisitRhythm::visitsPerSecond(std::chrono::milliseconds sinceOpening) const
{
    using Seconds = std::chrono::duration<double>;
    const Seconds sinceRush = sinceOpening % m_pace.rushEvery;
    const double rush = std::exp(-sinceRush / Seconds(m_pace.rushFades));
    return std::lerp(m_pace.visitsPerSecondCalm, m_pace.visitsPerSecondRush, rush);
}

std::chrono::milliseconds VisitRhythm::untilNext(std::chrono::milliseconds sinceOpening, Dice &dice) const
{
    return std::min(dice.untilNext(visitsPerSecond(sinceOpening)), gapMax);
}

} // namespace holdfast
