// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "metrics/counter.h"
#include "metrics/histogram.h"

namespace holdfast::metrics {
class Registry;
}

namespace holdfast::http {

/// What the server threads of one server do, and where their time goes. Any thread.
struct EdgeFigures
{
    /// They must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

    metrics::Counter connections;
    metrics::Counter connectionsRefused;
    /// Requests whose reply is not written yet.
    metrics::Level pending;
    /// Measured once for all replies that are ready together.
    metrics::DurationHistogram woken;
    metrics::DurationHistogram written;
};

} // namespace holdfast::http
