// SPDX-License-Identifier: GPL-3.0-only
#include "domain/money.h"

#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

std::optional<Money> Money::fromNumber(double amount)
{
    const double minorUnits = std::round(amount * 100.0);
    if (!std::isfinite(amount) || minorUnits < 0 || minorUnits > static_cast<double>(minorUnitsMax))
        return std::nullopt;
    // A decimal with two places comes back to itself; 10.005 does not.
    if (minorUnits / 100.0 != amount)
        return std::nullopt;
    return Money(static_cast<qint64>(minorUnits));
}

QString Money::text() const
{
    return u"%1.%2"_s.arg(m_minorUnits / 100).arg(m_minorUnits % 100, 2, 10, QChar(u'0'));
}

std::optional<Money> Money::times(qint64 quantity) const
{
    qint64 product = 0;
    if (__builtin_mul_overflow(m_minorUnits, quantity, &product))
        return std::nullopt;
    return fromMinorUnits(product);
}

} // namespace holdfast
