// SPDX-License-Identifier: GPL-3.0-only
#include "crowd.h"

#include <algorithm>

namespace holdfast::bench {

namespace {

// Somebody who asks again does so while others come, not a second after everybody has left.
constexpr uint64_t repeatsWithin = 10'000;

} // namespace

Crowd::Crowd(const Options &options)
    : m_products(options.products)
    , m_countMax(options.countMax)
    , m_firstBuyer(options.firstBuyer)
    , m_buyersPerRound(options.buyersPerRound)
    , m_spreadsProducts(options.spreadsProducts)
    , m_repeatShare(options.repeatShare)
    , m_nextKey(options.keySeed << 40U)
{
}

Ask Crowd::next()
{
    ++m_asked;
    const auto inRound = m_buyers % m_buyersPerRound;
    const bool repeats = m_repeatShare > 0 && inRound > 0
        && std::uniform_real_distribution<double>(0, 1)(m_random) < m_repeatShare;
    if (repeats)
        return askOf(m_buyers - 1 - m_random() % std::min(inRound, repeatsWithin));
    return askOf(m_buyers++);
}

Ask Crowd::askOf(uint64_t index)
{
    const auto buyer = index % m_buyersPerRound;
    auto place = index / m_buyersPerRound;
    // Scattered, but the same buyer never meets a product twice.
    if (m_spreadsProducts)
        place += (buyer * 0x9E3779B97F4A7C15U) >> 32U;
    return {
        .buyer = m_firstBuyer + buyer, .product = m_products[place % m_products.size()], .key = m_nextKey++};
}

} // namespace holdfast::bench
