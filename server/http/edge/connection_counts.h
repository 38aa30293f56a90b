// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/settings.h"

#include <QHash>

#include <atomic>
#include <memory>
#include <mutex>

namespace holdfast::http {

/// How many connections are open, in all and by address, over all server threads. Any thread.
class ConnectionCounts final : public std::enable_shared_from_this<ConnectionCounts>
{
public:
    /// A place among the open connections; giving it up is its destructor, so no path can forget to.
    class Place final
    {
    public:
        Place(std::shared_ptr<ConnectionCounts> counts, QHostAddress address);
        ~Place();
        Q_DISABLE_COPY_MOVE(Place)

    private:
        std::shared_ptr<ConnectionCounts> m_counts;
        QHostAddress m_address;
    };

    ConnectionCounts(int connectionsMax, int perAddressMax, QList<std::pair<QHostAddress, int>> exempt);

    /// Null when the server or the address has its fill.
    std::unique_ptr<Place> enter(const QHostAddress &address);
    int open() const { return m_open.load(std::memory_order_relaxed); }

private:
    bool isExempt(const QHostAddress &address) const;
    bool countAddress(const QHostAddress &address);
    void leave(const QHostAddress &address);

    const int m_connectionsMax;
    const int m_perAddressMax;
    const QList<std::pair<QHostAddress, int>> m_exempt;
    std::atomic<int> m_open = 0;
    std::mutex m_mutex; // guards m_byAddress
    QHash<QHostAddress, int> m_byAddress;
};

} // namespace holdfast::http
