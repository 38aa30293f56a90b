// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/ready_sockets.h"

#include <algorithm>

namespace holdfast::http {

ReadySockets::ReadySockets()
    : m_set(::epoll_create1(EPOLL_CLOEXEC))
{
}

bool ReadySockets::add(int descriptor, Connection *connection)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = connection;
    return ::epoll_ctl(m_set.number(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void ReadySockets::remove(int descriptor)
{
    ::epoll_ctl(m_set.number(), EPOLL_CTL_DEL, descriptor, nullptr);
}

std::span<const epoll_event> ReadySockets::take()
{
    const int count = ::epoll_wait(m_set.number(), m_events.data(), static_cast<int>(m_events.size()), 0);
    return std::span<const epoll_event>(m_events).first(static_cast<size_t>(std::max(count, 0)));
}

} // namespace holdfast::http
