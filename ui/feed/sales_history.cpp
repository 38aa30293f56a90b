// SPDX-License-Identifier: GPL-3.0-only
#include "ui/feed/sales_history.h"

#include <algorithm>

namespace holdfast {

using namespace std::chrono;

void SalesHistory::add(TimePoint when, qint64 soldTotal)
{
    if (!m_second) {
        m_second = when;
        m_units.push_back(0);
    }
    const auto elapsed = std::min<qint64>(duration_cast<seconds>(when - *m_second).count(), secondsMax);
    for (qint64 second = 0; second < elapsed; ++second)
        m_units.push_back(0);
    while (std::ssize(m_units) > secondsMax)
        m_units.pop_front();
    *m_second += duration_cast<seconds>(when - *m_second);
    m_units.back() += std::max<qint64>(soldTotal - m_soldTotal.value_or(soldTotal), 0);
    m_soldTotal = soldTotal;
}

double SalesHistory::rateAt(int index) const
{
    const int first = std::max(index - smoothingSeconds + 1, 0);
    qint64 units = 0;
    for (int second = first; second <= index; ++second)
        units += m_units[static_cast<size_t>(second)];
    return static_cast<double>(units) / smoothingSeconds;
}

} // namespace holdfast
