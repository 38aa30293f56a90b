// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::metrics_text {

/// GET /metrics: what is measured, for Prometheus.
void read(const Call &call, Reply reply);

/// Adds what every server has: this program and its process, the database, and the lanes and the database
/// thread of `api`, which must outlive the registry's last text().
void addService(metrics::Registry &registry, const ApiContext &api);

} // namespace holdfast::http::metrics_text
