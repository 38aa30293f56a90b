// SPDX-License-Identifier: GPL-3.0-only
#include "stock/fresh_requests.h"

namespace holdfast {

bool FreshRequests::take(const Reserve &reserve)
{
    return reserve.lines.size() == 1 && !m_seen.add(reserve.customer.id, reserve.lines.front().product);
}

bool FreshRequests::isClosed(ProductId product, Clock::time_point now) const
{
    const auto closed = m_closedUntil.constFind(product);
    return closed != m_closedUntil.cend() && now < *closed;
}

void FreshRequests::noticeClosed(ProductId product, Clock::time_point now)
{
    m_closedUntil.removeIf([now](const auto &closed) { return closed.value() <= now; });
    m_closedUntil.insert(product, now + closedFor);
}

} // namespace holdfast
