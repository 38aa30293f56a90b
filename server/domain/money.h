// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <compare>
#include <optional>

namespace holdfast {

/// An amount in minor units (cents): integer arithmetic only, never negative, at most 10^13 minor units.
class Money final
{
public:
    static constexpr qint64 minorUnitsMax = 10'000'000'000'000;

    constexpr Money() = default;

    /// Nothing below zero or above the maximum.
    static constexpr std::optional<Money> fromMinorUnits(qint64 minorUnits)
    {
        if (minorUnits < 0 || minorUnits > minorUnitsMax)
            return std::nullopt;
        return Money(minorUnits);
    }

    /// From a JSON number; nothing when it has more than two decimals or is out of range.
    static std::optional<Money> fromNumber(double amount);

    constexpr qint64 minorUnits() const { return m_minorUnits; }
    /// For JSON: exact to the cent, as the maximum stays below 2^53 minor units.
    constexpr double number() const { return static_cast<double>(m_minorUnits) / 100.0; }
    /// Two decimals, no grouping: 1234.50.
    QString text() const;
    /// Nothing when the product passes the maximum.
    std::optional<Money> times(qint64 quantity) const;
    constexpr auto operator<=>(const Money &) const = default;

private:
    constexpr explicit Money(qint64 minorUnits)
        : m_minorUnits(minorUnits)
    {
    }

    qint64 m_minorUnits = 0;
};

} // namespace holdfast
