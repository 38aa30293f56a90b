// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/connection_counts.h"

#include <algorithm>

namespace holdfast::http {

ConnectionCounts::Place::Place(std::shared_ptr<ConnectionCounts> counts, QHostAddress address)
    : m_counts(std::move(counts))
    , m_address(std::move(address))
{
}

ConnectionCounts::Place::~Place()
{
    m_counts->leave(m_address);
}

ConnectionCounts::ConnectionCounts(int connectionsMax, int perAddressMax,
                                   QList<std::pair<QHostAddress, int>> exempt)
    : m_connectionsMax(connectionsMax)
    , m_perAddressMax(perAddressMax)
    , m_exempt(std::move(exempt))
{
}

std::unique_ptr<ConnectionCounts::Place> ConnectionCounts::enter(const QHostAddress &address)
{
    if (m_open.fetch_add(1) >= m_connectionsMax || !countAddress(address)) {
        m_open.fetch_sub(1);
        return nullptr;
    }
    return std::make_unique<Place>(shared_from_this(), address);
}

bool ConnectionCounts::isExempt(const QHostAddress &address) const
{
    return address.isLoopback() || std::ranges::any_of(m_exempt, [&address](const auto &subnet) {
               return address.isInSubnet(subnet);
           });
}

bool ConnectionCounts::countAddress(const QHostAddress &address)
{
    if (isExempt(address))
        return true;
    const std::lock_guard lock(m_mutex);
    int &count = m_byAddress[address];
    if (count >= m_perAddressMax)
        return false;
    ++count;
    return true;
}

void ConnectionCounts::leave(const QHostAddress &address)
{
    m_open.fetch_sub(1);
    if (isExempt(address))
        return;
    const std::lock_guard lock(m_mutex);
    const auto entry = m_byAddress.find(address);
    if (entry != m_byAddress.end() && --entry.value() == 0)
        m_byAddress.erase(entry);
}

} // namespace holdfast::http
