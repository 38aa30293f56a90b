// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/exchange.h"
#include "http/edge/wire_response.h"

#include <optional>
#include <vector>

namespace holdfast::http {

/// The requests of one connection that still owe their reply, in the order they came. Replies may be given in
/// any order and leave in the order of the requests, so that no client reads another request's answer.
class ReplyQueue final
{
public:
    struct Entry
    {
        Exchange exchange;
        std::optional<WireResponse> response;
    };

    /// Gives the sequence number.
    quint32 push(Exchange exchange);
    /// The exchange that still waits under this number; null when it was answered or never was. The pointer
    /// holds until the next push or takeFront.
    Exchange *waiting(quint32 sequence);
    /// The number is waiting.
    void answer(quint32 sequence, WireResponse response);

    /// The oldest entry if it is answered, else null.
    const Entry *answeredFront() const;
    void dropFront();

    bool isEmpty() const { return m_entries.empty(); }
    int size() const { return static_cast<int>(m_entries.size()); }
    /// The oldest request without a reply that came before the moment.
    std::optional<quint32> waitingSince(SteadyTime moment) const;

private:
    Entry *find(quint32 sequence);

    std::vector<Entry> m_entries;
    quint32 m_first = 0;
};

} // namespace holdfast::http
