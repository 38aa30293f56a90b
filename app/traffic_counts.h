// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"
#include "http/edge/hooks.h"
#include "live/service_state.h"

#include <array>
#include <atomic>

namespace holdfast {

/// Counts what passes, for the tiles. Counting is a few atomic additions, as it happens for every request;
/// the console reads the sums on a beat of its own. Any thread.
class TrafficCounts final
{
public:
    void count(const http::FinishedRequest &request);
    void count(const ChangeSet &changes);

    void fill(ServiceState &state) const;

private:
    std::atomic<qint64> m_requests = 0;
    std::atomic<qint64> m_orders = 0;
    std::array<std::atomic<qint64>, errorCodeCount> m_refusals{};
};

} // namespace holdfast
