// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/edge_figures.h"

#include "metrics/registry.h"

namespace holdfast::http {

void EdgeFigures::addTo(metrics::Registry &registry) const
{
    registry.add("holdfast_http_connections_total", "Connections that were accepted.", connections);
    registry.add("holdfast_http_connections_refused_total",
                 "Connections turned away, as the server or their address had its fill.", connectionsRefused);
    registry.add("holdfast_http_requests_pending", "Requests whose reply is not written yet.", pending);
    registry.add(
        "holdfast_http_wake_seconds",
        "From the first of the answers that are given together (by a lane after its commit, say) to their "
        "server thread taking them.",
        woken);
    registry.add(
        "holdfast_http_write_seconds",
        "How long a server thread takes for the replies that are ready together: making their bytes, and "
        "writing them to the sockets. Replies above 4 KiB that need nobody else are not in it.",
        written);
}

} // namespace holdfast::http
