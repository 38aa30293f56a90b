// SPDX-License-Identifier: GPL-3.0-only
#include "app/traffic_counts.h"

namespace holdfast {

void TrafficCounts::count(const http::FinishedRequest &request)
{
    m_requests.fetch_add(1, std::memory_order_relaxed);
    if (request.error)
        m_refusals[static_cast<size_t>(*request.error)].fetch_add(1, std::memory_order_relaxed);
}

void TrafficCounts::count(const ChangeSet &changes)
{
    if (!changes.purchases.empty())
        m_orders.fetch_add(static_cast<qint64>(changes.purchases.size()), std::memory_order_relaxed);
}

void TrafficCounts::fill(ServiceState &state) const
{
    state.requests = m_requests.load(std::memory_order_relaxed);
    state.orders = m_orders.load(std::memory_order_relaxed);
    state.refusals = 0;
    for (size_t code = 0; code < m_refusals.size(); ++code) {
        const auto refusals = m_refusals[code].load(std::memory_order_relaxed);
        state.refusals += refusals;
        if (refusals > 0)
            state.refusalsByCode.insert(static_cast<ErrorCode>(code), refusals);
    }
}

} // namespace holdfast
