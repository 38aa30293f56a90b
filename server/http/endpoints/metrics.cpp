// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/metrics.h"

#include "http/endpoints/health.h"
#include "metrics/process_figures.h"

namespace holdfast::http::metrics_text {

void read(const Call &call, Reply reply)
{
    // Written here, so that no scrape waits for anything but other scrapes.
    reply.send(Response::plain(200, metrics::Registry::contentType, call.api.metrics.text()));
}

void addService(metrics::Registry &registry, const ApiContext &api)
{
    registry.addGauge("holdfast_build_info", "The program that runs here.", [] { return 1.0; },
                      {{"version", HOLDFAST_VERSION}, {"qt", qVersion()}});
    registry.addGauge("holdfast_database_up", "1 while the database answers, 0 while it is away.",
                      [&api] { return health::isDatabaseThere(api) ? 1.0 : 0.0; });
    api.lanes.addTo(registry);
    api.database.addTo(registry);
    metrics::addProcessFigures(registry);
}

} // namespace holdfast::http::metrics_text
