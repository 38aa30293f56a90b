// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/reply_queue.h"

namespace holdfast::http {

quint32 ReplyQueue::push(Exchange exchange)
{
    m_entries.push_back({std::move(exchange), std::nullopt});
    return m_first + static_cast<quint32>(m_entries.size()) - 1;
}

ReplyQueue::Entry *ReplyQueue::find(quint32 sequence)
{
    // Unsigned arithmetic: numbers already dropped come out far too large.
    const quint32 index = sequence - m_first;
    return index < m_entries.size() ? &m_entries[index] : nullptr;
}

Exchange *ReplyQueue::waiting(quint32 sequence)
{
    Entry *entry = find(sequence);
    return entry && !entry->response ? &entry->exchange : nullptr;
}

void ReplyQueue::answer(quint32 sequence, WireResponse response)
{
    Entry *entry = find(sequence);
    Q_ASSERT(entry && !entry->response);
    entry->response = std::move(response);
}

const ReplyQueue::Entry *ReplyQueue::answeredFront() const
{
    return !m_entries.empty() && m_entries.front().response ? &m_entries.front() : nullptr;
}

void ReplyQueue::dropFront()
{
    // A handful of entries at most: moving them up costs less than a list would.
    m_entries.erase(m_entries.begin());
    ++m_first;
}

std::optional<quint32> ReplyQueue::waitingSince(SteadyTime moment) const
{
    for (size_t index = 0; index < m_entries.size(); ++index) {
        const Entry &entry = m_entries[index];
        if (!entry.response && entry.exchange.arrivedAt < moment)
            return m_first + static_cast<quint32>(index);
    }
    return std::nullopt;
}

} // namespace holdfast::http
