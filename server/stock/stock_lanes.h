// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/lane.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast::metrics {
class Registry;
}

namespace holdfast {

/// All lanes of this process. A product's commands go to its lane, in the order in which they are posted;
/// correctness never depends on which lane serves a command, as the database's row locks are the judge.
class StockLanes final
{
public:
    static constexpr int lanesMax = 16;
    /// How often commands are looked through for those past their deadline.
    static constexpr std::chrono::milliseconds deadlineBeat{100};

    /// `surroundings` must outlive the lanes. lanes: 1 to lanesMax.
    StockLanes(const LaneSurroundings &surroundings, int lanes);
    /// Stops, if need be.
    ~StockLanes();
    Q_DISABLE_COPY_MOVE(StockLanes)

    void start();
    /// Serves what is queued and ends; every command has been answered when this returns.
    void stop();

    /// Takes a command on its way. The answer is called once, from another thread: after the commit, or with
    /// a refusal: OVERLOADED when the lane's queue is full, DB_UNAVAILABLE after
    /// PendingCommand::deadline. Any thread.
    /// With a key the answer is kept in the transaction of the effect, and given again (isReplay) to whoever
    /// comes with the same key and request, to this server or another, in the next 24 hours.
    template <typename SomeCommand>
    void post(SomeCommand command, Answer<SomeCommand> answer, std::optional<IdempotencyKey> key = {})
    {
        Lane &lane = laneOf(command);
        lane.post({Pending<SomeCommand>{std::move(command), std::move(answer)},
                   std::chrono::steady_clock::now(), key});
    }

    /// Lines of orders so far. Any thread.
    quint64 purchases() const;
    /// Where the lanes' time goes, each under its number. They must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    Lane &laneOf(const Reserve &reserve) { return laneOf(reserve.lines); }
    Lane &laneOf(const CheckOut &checkOut) { return laneOf(checkOut.hold); }
    Lane &laneOf(const Cancel &cancel) { return laneOf(cancel.hold); }
    Lane &laneOf(const Extend &extend) { return laneOf(extend.hold); }
    Lane &laneOf(const Restock &restock) { return laneOf(restock.product); }
    Lane &laneOf(const BuyNow &buyNow) { return buyNow.product ? laneOf(*buyNow.product) : *m_lanes.front(); }
    Lane &laneOf(const PlaceOrder &placeOrder) { return laneOf(placeOrder.lines); }
    Lane &laneOf(const ExpireDue &) { return *m_lanes.front(); }
    Lane &laneOf(const std::vector<ReserveLine> &lines);
    Lane &laneOf(const HoldReference &hold);
    Lane &laneOf(ProductId product);
    void keepDeadlines();

    DatabaseHistory m_history;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex.
    bool m_isStopping = false;
    std::thread m_deadlines;
};

} // namespace holdfast
