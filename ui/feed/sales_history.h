// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

namespace holdfast {

/// Units sold in each second of the last five minutes, told from the growing total. GUI thread only.
class SalesHistory final
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr int secondsMax = 300;
    /// The rate is smoothed over this many seconds, so that one sale does not make a spike.
    static constexpr int smoothingSeconds = 5;

    /// The total at a moment; moments never go back.
    void add(TimePoint when, qint64 soldTotal);
    /// The total jumped for another reason than a sale (a new snapshot): goes on from here.
    void rebase(qint64 soldTotal) { m_soldTotal = soldTotal; }

    /// Oldest first, the running second last; at most secondsMax.
    const std::deque<qint64> &unitsBySecond() const { return m_units; }
    /// Mean of the last smoothingSeconds whole seconds up to `index`, in units a second.
    double rateAt(int index) const;

private:
    std::deque<qint64> m_units;
    std::optional<TimePoint> m_second;
    std::optional<qint64> m_soldTotal;
};

} // namespace holdfast
