// SPDX-License-Identifier: GPL-3.0-only
#include "stock/fresh_requests.h"

namespace holdfast {

bool FreshRequests::take(const Reserve &reserve, Clock::time_point now)
{
    if (reserve.lines.size() != 1)
        return false;
    const auto product = reserve.lines.front().product;
    if (m_seen.add(reserve.customer.id, product))
        return false;
    const auto closed = m_closedUntil.constFind(product);
    return closed == m_closedUntil.cend() || *closed <= now;
}

void FreshRequests::noticeClosed(ProductId product, Clock::time_point now)
{
    m_closedUntil.removeIf([now](const auto &closed) { return closed.value() <= now; });
    m_closedUntil.insert(product, now + closedFor);
}

} // namespace holdfast
