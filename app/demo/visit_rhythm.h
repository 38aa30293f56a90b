// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"
#include "app/demo/dice.h"

namespace holdfast {

/// When the next visitor comes: by chance, around a rate that swells to a rush and fades.
class VisitRhythm final
{
public:
    /// Nobody waits longer for the next visitor, however chance falls.
    static constexpr std::chrono::milliseconds gapMax{5'000};

    explicit VisitRhythm(const DemoPace &pace)
        : m_pace(pace)
    {
    }

    /// The rate so long after the opening.
    double visitsPerSecond(std::chrono::milliseconds sinceOpening) const;
    std::chrono::milliseconds untilNext(std::chrono::milliseconds sinceOpening, Dice &dice) const;

private:
    const DemoPace m_pace;
};

} // namespace holdfast
