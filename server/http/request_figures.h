// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/hooks.h"
#include "metrics/counter.h"
#include "metrics/histogram.h"

#include <array>
#include <vector>

namespace holdfast::metrics {
class Registry;
}

namespace holdfast::http {

/// Counts the requests that were answered: by route and kind of status, by code of refusal, and how long they
/// took. Counting is a few relaxed additions, and looks nothing up. Any thread.
class RequestFigures final
{
public:
    /// The routes' names in the order in which the router was given them.
    explicit RequestFigures(std::vector<const char *> routes);
    Q_DISABLE_COPY_MOVE(RequestFigures)

    void count(const FinishedRequest &request);

    /// Of all routes, and of none.
    quint64 requests() const;
    quint64 refusals(ErrorCode code) const { return m_refusals.at(static_cast<size_t>(code)).count(); }

    /// They must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    static constexpr size_t statusKinds = 4; // 2xx to 5xx
    using ByStatus = std::array<metrics::Counter, statusKinds>;

    const std::vector<const char *> m_routes;
    /// First what found no route or could not be read, then one a route.
    std::vector<ByStatus> m_answered;
    std::array<metrics::Counter, errorCodeCount> m_refusals;
    metrics::DurationHistogram m_duration;
};

} // namespace holdfast::http
