// SPDX-License-Identifier: GPL-3.0-only
#include "stock/stock_lanes.h"

#include "metrics/registry.h"

#include <algorithm>

namespace holdfast {

StockLanes::StockLanes(const LaneSurroundings &surroundings, int lanes)
{
    for (int index = 0; index < std::clamp(lanes, 1, lanesMax); ++index)
        m_lanes.push_back(std::make_unique<Lane>(surroundings, m_history, index == 0));
}

StockLanes::~StockLanes()
{
    stop();
}

void StockLanes::start()
{
    for (const auto &lane : m_lanes)
        lane->start();
    m_deadlines = std::thread([this] { keepDeadlines(); });
}

void StockLanes::stop()
{
    for (const auto &lane : m_lanes)
        lane->stop();
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_deadlines.joinable())
        m_deadlines.join();
}

quint64 StockLanes::purchases() const
{
    quint64 sum = 0;
    for (const auto &lane : m_lanes)
        sum += lane->figures().purchases.count();
    return sum;
}

void StockLanes::addTo(metrics::Registry &registry) const
{
    for (size_t index = 0; index < m_lanes.size(); ++index) {
        auto &lane = *m_lanes[index];
        const auto name = std::to_string(index);
        registry.addGauge("holdfast_lane_queue_length", "Commands that wait in a lane's queue.",
                          [&lane] { return static_cast<double>(lane.queueLength()); }, {{"lane", name}});
        lane.figures().addTo(registry, name);
    }
}

// A lane can hang in a call to a database that has stopped answering, so somebody else keeps its deadlines.
void StockLanes::keepDeadlines()
{
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, deadlineBeat, [this] { return m_isStopping; })) {
        lock.unlock();
        for (const auto &lane : m_lanes)
            lane->refuseOverdue();
        lock.lock();
    }
}

Lane &StockLanes::laneOf(const std::vector<ReserveLine> &lines)
{
    return lines.empty() ? *m_lanes.front() : laneOf(lines.front().product);
}

Lane &StockLanes::laneOf(const HoldReference &hold)
{
    if (const auto *byProduct = std::get_if<HoldByProduct>(&hold))
        return laneOf(byProduct->product);
    return *m_lanes[qHash(std::get<HoldById>(hold).reservation) % m_lanes.size()];
}

Lane &StockLanes::laneOf(ProductId product)
{
    return *m_lanes[static_cast<size_t>(product.number()) % m_lanes.size()];
}

} // namespace holdfast
