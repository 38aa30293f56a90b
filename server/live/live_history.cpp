// SPDX-License-Identifier: GPL-3.0-only
#include "live/live_history.h"

#include <algorithm>
#include <utility>

namespace holdfast {

namespace {

/// False when a newer state of the product was met already.
bool addsTo(QSet<ProductId> &products, const LiveMessage &message)
{
    const auto before = products.size();
    products.insert(message.audience.product.value());
    return products.size() > before;
}

} // namespace

LiveHistory::LiveHistory(Instant start)
    : m_newest(toMicroseconds(start))
    , m_completeSince(m_newest)
{
}

void LiveHistory::keep(SharedLiveMessage message)
{
    m_characters += message->size();
    m_messages.push_back(std::move(message));
    while (m_messages.size() > messagesMax || m_characters > charactersMax) {
        m_completeSince = m_messages.front()->sequence;
        m_characters -= m_messages.front()->size();
        m_messages.pop_front();
    }
}

void LiveHistory::interrupt()
{
    m_messages.clear();
    m_characters = 0;
    // Takes a number, so that nobody's `since` can be this moment's.
    m_completeSince = next();
}

std::optional<std::vector<SharedLiveMessage>> LiveHistory::missed(qint64 since,
                                                                  const LiveFilter &filter) const
{
    if (since < m_completeSince || since > m_newest)
        return std::nullopt;
    std::vector<SharedLiveMessage> messages;
    QSet<ProductId> stocks;
    QSet<ProductId> activities;
    // From the newest back, so that of each state the newest is met first.
    auto message = m_messages.rbegin();
    for (; message != m_messages.rend() && (*message)->sequence > since; ++message) {
        const auto &candidate = **message;
        if (!filter.passes(candidate.audience))
            continue;
        if (candidate.kind == LiveMessage::Kind::Stock && !addsTo(stocks, candidate))
            continue;
        if (candidate.kind == LiveMessage::Kind::Activity && !addsTo(activities, candidate))
            continue;
        messages.push_back(*message);
    }
    std::ranges::reverse(messages);
    return messages;
}

} // namespace holdfast
