// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/exchange.h"
#include "http/edge/wire_response.h"

#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast::http {

/// Makes the response of a request; runs on the server thread, so that rendering costs the giver nothing.
using Render = std::move_only_function<WireResponse(const Exchange &)>;

/// Where the replies of one server thread arrive. It outlives the thread: what is posted after it closed is
/// dropped, so whoever still holds a reply need not know that the server is gone.
class Mailbox final
{
public:
    struct Letter
    {
        Ticket ticket;
        Render render;
    };
    struct Letters
    {
        std::vector<Letter> letters;
        /// When the first of them was posted.
        SteadyTime since;
    };

    Mailbox() = default;
    Q_DISABLE_COPY_MOVE(Mailbox)

    /// Any thread. On the server thread the letter is delivered at once; from another thread the first letter
    /// of a batch wakes the server thread, the rest of it only join.
    void post(Ticket ticket, Render render);

    /// Server thread: takes over delivery. wake is called from any thread and must only post an event.
    void open(std::function<void(Letter &&)> deliver, std::function<void()> wake);
    /// Server thread: everything that waits.
    Letters takeAll();
    /// Server thread: no call of either function starts after this returns.
    void close();

private:
    std::function<void(Letter &&)> m_deliver; // used on the server thread only
    std::thread::id m_serverThread; // written before the first request is handed on
    std::mutex m_mutex; // guards everything below
    std::function<void()> m_wake;
    std::vector<Letter> m_letters;
    SteadyTime m_wokenAt;
    bool m_isOpen = false;
    bool m_isWakeUnderway = false;
};

} // namespace holdfast::http
