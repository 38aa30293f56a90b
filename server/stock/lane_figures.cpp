// SPDX-License-Identifier: GPL-3.0-only
#include "stock/lane_figures.h"

#include "metrics/registry.h"

namespace holdfast {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

namespace {

// In the order of AnyPending.
constexpr std::array commandNames{"reserve", "check_out",  "cancel",  "extend",
                                  "restock", "expire_due", "buy_now", "place_order"};
// In the order of BatchWay.
constexpr std::array wayNames{"directly", "together", "one_by_one"};
static_assert(commandNames.size() == std::variant_size_v<AnyPending>);

} // namespace

void LaneFigures::countBatch(std::span<const PendingCommand> batch)
{
    const auto now = steady_clock::now();
    nanoseconds sum{};
    nanoseconds longest{};
    std::array<quint64, commandNames.size()> byKind{};
    for (const auto &command : batch) {
        const nanoseconds wait = now - command.arrived;
        sum += wait;
        longest = std::max(longest, wait);
        ++byKind.at(command.pending.index());
    }
    waited.add(sum);
    oldestWaited.observe(longest);
    batchCommands.observe(batch.size());
    for (size_t kind = 0; kind < byKind.size(); ++kind) {
        if (byKind.at(kind) > 0)
            commands.at(kind).add(byKind.at(kind));
    }
}

void LaneFigures::addTo(metrics::Registry &registry, const std::string &lane) const
{
    const metrics::Labels ofLane{{"lane", lane}};
    const auto with = [&lane](const char *label, const char *value) {
        return metrics::Labels{{"lane", lane}, {label, value}};
    };
    for (size_t kind = 0; kind < commands.size(); ++kind)
        registry.add("holdfast_lane_commands_total", "Commands that a lane has taken from its queue.",
                     commands.at(kind), with("command", commandNames.at(kind)));
    registry.add("holdfast_lane_wait_seconds_total",
                 "How long all those commands together have waited in the queue.", waited, ofLane);
    registry.add("holdfast_lane_oldest_wait_seconds",
                 "How long the oldest command of each batch has waited in the queue.", oldestWaited, ofLane);
    registry.add("holdfast_lane_batch_commands", "Commands in each batch.", batchCommands, ofLane);

    constexpr auto stage = "holdfast_lane_stage_seconds";
    constexpr auto stageHelp =
        "Where the time of a lane's batches goes: sql (the call with BEGIN, and reading "
        "what it says), commit (COMMIT, of batches that change something), answer "
        "(from the commit to the last "
        "answer handed to the HTTP server).";
    registry.add(stage, stageHelp, sql, with("stage", "sql"));
    registry.add(stage, stageHelp, commit, with("stage", "commit"));
    registry.add(stage, stageHelp, answer, with("stage", "answer"));
    registry.add("holdfast_lane_sweep_seconds",
                 "How long each sweep for holds that are past their time took.", sweep, ofLane);

    for (size_t way = 0; way < calls.size(); ++way)
        registry.add("holdfast_lane_calls_total",
                     "Calls, by how their commands were to be decided: directly (by one statement), "
                     "together or one_by_one.",
                     calls.at(way), with("way", wayNames.at(way)));
    constexpr auto divided = "holdfast_lane_batches_divided_total";
    constexpr auto dividedHelp = "Batches served in parts after they had failed as a whole.";
    registry.add(divided, dividedHelp, dividedByProduct, with("by", "product"));
    registry.add(divided, dividedHelp, dividedByCommand, with("by", "command"));
    registry.add("holdfast_holds_expired_total",
                 "Holds that ended as their time was over, by a sweep or by a command that met them.",
                 expiredHolds, ofLane);
    registry.add("holdfast_purchases_total", "Lines of orders.", purchases, ofLane);
}

} // namespace holdfast
