// SPDX-License-Identifier: GPL-3.0-only
#include "http/request_figures.h"

#include "metrics/registry.h"

#include <algorithm>

namespace holdfast::http {

RequestFigures::RequestFigures(std::vector<const char *> routes)
    : m_routes(std::move(routes))
    , m_answered(m_routes.size() + 1)
{
}

void RequestFigures::count(const FinishedRequest &request)
{
    const auto kind = std::clamp(request.status / 100, 2, 5) - 2;
    m_answered.at(static_cast<size_t>(request.routeIndex + 1)).at(static_cast<size_t>(kind)).add();
    if (request.error)
        m_refusals.at(static_cast<size_t>(*request.error)).add();
    m_duration.observe(request.duration);
}

quint64 RequestFigures::requests() const
{
    quint64 sum = 0;
    for (const auto &route : m_answered) {
        for (const auto &answered : route)
            sum += answered.count();
    }
    return sum;
}

void RequestFigures::addTo(metrics::Registry &registry) const
{
    static constexpr std::array<const char *, statusKinds> kinds{"2xx", "3xx", "4xx", "5xx"};
    for (size_t index = 0; index < m_answered.size(); ++index) {
        const std::string route = index == 0 ? "none" : m_routes.at(index - 1);
        for (size_t kind = 0; kind < statusKinds; ++kind)
            registry.add(
                "holdfast_http_requests_total",
                "Requests that were answered, by route (its operationId in /openapi.json; none for what "
                "found no route or could not be read) and kind of status.",
                m_answered.at(index).at(kind), {{"route", route}, {"status", kinds.at(kind)}});
    }
    for (size_t code = 0; code < m_refusals.size(); ++code)
        registry.add("holdfast_http_refusals_total", "Requests that were refused, by error code.",
                     m_refusals.at(code),
                     {{"code", QString(errorName(static_cast<ErrorCode>(code))).toStdString()}});
    registry.add("holdfast_http_request_duration_seconds",
                 "From a request's last byte to its answer being ready to be sent.", m_duration);
}

} // namespace holdfast::http
