// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>
#include <random>
#include <vector>

namespace holdfast {

/// Chance that a seed repeats.
class Dice final
{
public:
    explicit Dice(quint64 seed)
        : m_engine(seed)
    {
    }

    /// True in this share (0 to 1) of all calls.
    bool chance(double share) { return std::bernoulli_distribution(share)(m_engine); }
    /// Both bounds can come up.
    int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(m_engine); }
    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most)
    {
        return std::chrono::milliseconds(
            std::uniform_int_distribution<qint64>(least.count(), most.count())(m_engine));
    }
    /// Until the next of events that come by chance, so many a second on average.
    std::chrono::milliseconds untilNext(double perSecond)
    {
        const double seconds = std::exponential_distribution<double>(perSecond)(m_engine);
        return std::chrono::milliseconds(static_cast<qint64>(seconds * 1000.0));
    }
    /// An index, as often as its weight says. There must be a weight above zero.
    size_t weighted(const std::vector<double> &weights)
    {
        return std::discrete_distribution<size_t>(weights.begin(), weights.end())(m_engine);
    }
    quint64 number() { return m_engine(); }

private:
    std::mt19937_64 m_engine;
};

} // namespace holdfast
