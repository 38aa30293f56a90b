// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/mailbox.h"

#include <utility>

namespace holdfast::http {

void Mailbox::post(Ticket ticket, Render render)
{
    if (std::this_thread::get_id() == m_serverThread) {
        if (m_deliver)
            m_deliver({ticket, std::move(render)});
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (!m_isOpen)
        return;
    m_letters.push_back({ticket, std::move(render)});
    if (m_isWakeUnderway)
        return;
    m_isWakeUnderway = true;
    m_wokenAt = std::chrono::steady_clock::now();
    // Under the lock, so that close() cannot return while a wake-up is on its way to a thread that ends.
    m_wake();
}

void Mailbox::open(std::function<void(Letter &&)> deliver, std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_serverThread = std::this_thread::get_id();
    m_deliver = std::move(deliver);
    m_wake = std::move(wake);
    m_isOpen = true;
}

Mailbox::Letters Mailbox::takeAll()
{
    const std::lock_guard lock(m_mutex);
    m_isWakeUnderway = false;
    return {std::exchange(m_letters, {}), m_wokenAt};
}

void Mailbox::close()
{
    std::vector<Letter> dropped;
    m_deliver = nullptr;
    const std::lock_guard lock(m_mutex);
    m_isOpen = false;
    dropped.swap(m_letters);
}

} // namespace holdfast::http
