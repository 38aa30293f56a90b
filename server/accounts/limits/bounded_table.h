// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/limits/rate_key.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <mutex>
#include <vector>

namespace holdfast {

/// A fixed number of places for what is known about keys, in sets of waysEach. When a set is full, a key that
/// is new to it takes the place of the entry that weighs least, **and inherits what is written there**. So no
/// entry's weight ever falls by forgetting: whoever was displaced comes back to at least the weight it had,
/// and filling the table buys nobody anything. A displaced key's place was the lightest of its set, so what a
/// newcomer inherits is little unless the whole set is heavy.
///
/// Any thread; a stripe of sets shares a mutex.
template <typename Entry>
class BoundedTable final
{
public:
    static constexpr size_t waysEach = 16;

    /// Rounded up to a power of two, at least one set.
    explicit BoundedTable(size_t places)
        : m_sets(std::bit_ceil(std::max<size_t>(1, places / waysEach)))
        , m_stripes(std::make_unique<std::array<Stripe, stripes>>())
    {
    }
    Q_DISABLE_COPY_MOVE(BoundedTable)

    /// Calls use(Entry &) on the key's entry, alone. weigh(const Entry &) tells what an entry weighs; one
    /// that was never used (Entry{}) must weigh nothing.
    template <typename Weigh, typename Use>
    auto with(RateKey key, Weigh weigh, Use use)
    {
        const size_t index = indexOf(key);
        const std::lock_guard lock((*m_stripes)[index % stripes].mutex);
        return use(placeOf(m_sets[index], key.number(), weigh));
    }

    /// Calls use(Entry &) if the key has an entry.
    template <typename Use>
    void withKnown(RateKey key, Use use)
    {
        const size_t index = indexOf(key);
        const std::lock_guard lock((*m_stripes)[index % stripes].mutex);
        auto &set = m_sets[index];
        const auto found = std::ranges::find(set.keys, key.number());
        if (found != set.keys.end())
            use(set.entries[static_cast<size_t>(found - set.keys.begin())]);
    }

    size_t places() const { return m_sets.size() * waysEach; }

private:
    static constexpr size_t stripes = 64;
    static constexpr size_t cacheLine = 64;

    struct Set
    {
        std::array<quint64, waysEach> keys{};
        std::array<Entry, waysEach> entries{};
    };
    struct alignas(cacheLine) Stripe
    {
        std::mutex mutex;
    };

    size_t indexOf(RateKey key) const { return key.number() & (m_sets.size() - 1); }

    template <typename Weigh>
    static Entry &placeOf(Set &set, quint64 key, Weigh weigh)
    {
        const auto found = std::ranges::find(set.keys, key);
        if (found != set.keys.end())
            return set.entries[static_cast<size_t>(found - set.keys.begin())];
        const auto lightest = std::ranges::min_element(set.entries, {}, weigh);
        set.keys[static_cast<size_t>(lightest - set.entries.begin())] = key;
        return *lightest;
    }

    // Guarded by the mutex of stripe (index % stripes).
    std::vector<Set> m_sets;
    const std::unique_ptr<std::array<Stripe, stripes>> m_stripes;
};

} // namespace holdfast
