// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "options.h"
#include "request_template.h"

#include <random>

namespace holdfast::bench {

/// Who asks next, and for what: each buyer asks once for a product, one after the other, so that who asked
/// can be told from how many did. After a round of all buyers they come again for the next product.
class Crowd final
{
public:
    explicit Crowd(const Options &options);

    bool isOver() const { return m_asked == m_countMax; }
    Ask next();
    /// How many different ones have asked; repeats are not counted.
    uint64_t buyers() const { return m_buyers; }

private:
    Ask askOf(uint64_t index);

    const std::vector<uint64_t> m_products;
    const uint64_t m_countMax;
    const uint64_t m_firstBuyer;
    const uint64_t m_buyersPerRound;
    const bool m_spreadsProducts;
    const double m_repeatShare;
    std::mt19937_64 m_random{1};
    uint64_t m_nextKey;
    uint64_t m_asked = 0;
    uint64_t m_buyers = 0;
};

} // namespace holdfast::bench
