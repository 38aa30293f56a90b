// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "metrics/counter.h"
#include "metrics/histogram.h"
#include "stock/pending_command.h"

#include <array>
#include <span>
#include <string>

namespace holdfast::metrics {
class Registry;
}

namespace holdfast {

/// Where a lane's time goes, and what came of it. Counted once a batch; any thread.
struct LaneFigures
{
    /// A batch as it is taken from the queue.
    void countBatch(std::span<const PendingCommand> batch);
    /// Under the lane's name. They must outlive the registry's last text().
    void addTo(metrics::Registry &registry, const std::string &lane) const;

    /// By place in AnyPending.
    std::array<metrics::Counter, std::variant_size_v<AnyPending>> commands;
    metrics::SizeHistogram batchCommands;
    metrics::DurationCounter waited;
    metrics::DurationHistogram oldestWaited;

    metrics::DurationHistogram sql;
    metrics::DurationHistogram commit;
    metrics::DurationHistogram answer;
    metrics::DurationHistogram sweep;

    /// By BatchWay.
    std::array<metrics::Counter, 3> calls;
    metrics::Counter dividedByProduct;
    metrics::Counter dividedByCommand;
    metrics::Counter expiredHolds;
    metrics::Counter purchases;
};

} // namespace holdfast
