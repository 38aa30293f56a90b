// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <compare>
#include <optional>

namespace holdfast {

/// A number of units somebody asks for: 1 to 1,000,000.
class Quantity final
{
public:
    static constexpr qint64 maximum = 1'000'000;

    static constexpr std::optional<Quantity> from(qint64 units)
    {
        return units >= 1 && units <= maximum ? std::optional(Quantity(static_cast<int>(units)))
                                              : std::nullopt;
    }

    constexpr int units() const { return m_units; }
    constexpr auto operator<=>(const Quantity &) const = default;

private:
    constexpr explicit Quantity(int units)
        : m_units(units)
    {
    }

    int m_units;
};

} // namespace holdfast
