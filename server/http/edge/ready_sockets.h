// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/descriptor.h"

#include <QtGlobal>

#include <array>
#include <span>

#include <sys/epoll.h>

namespace holdfast::http {

class Connection;

/// Tells which connections of a server thread have something to read or room to write again, once each time
/// that this changes. What is open and silent costs nothing. Server thread only.
class ReadySockets final
{
public:
    ReadySockets();
    Q_DISABLE_COPY_MOVE(ReadySockets)

    /// False when the system gave none; nothing can be added then.
    bool isOpen() const { return m_set.isOpen(); }
    /// Readable when take() has something.
    int descriptor() const { return m_set.number(); }

    /// False when the system cannot watch any more. A descriptor leaves when it is closed.
    bool add(int descriptor, Connection *connection);
    /// For one that stays open.
    void remove(int descriptor);
    /// Some of those that are ready, as they are now; the others are still there for the next call. Without
    /// waiting; until the next call.
    std::span<const epoll_event> take();

private:
    Descriptor m_set;
    std::array<epoll_event, 256> m_events{};
};

} // namespace holdfast::http
