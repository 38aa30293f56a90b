// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"

#include <array>
#include <vector>

namespace holdfast {

/// Which customers have asked for which products lately: a guess that spares the database a look for holds
/// and kept answers there cannot be. A set of so many would take memory, so it is a Bloom filter (Bloom
/// 1970), whose bits of one element lie in one cache line (Putze, Sanders, Singler 2007): at most one in a
/// hundred that is new is taken for seen. What was added before the last 400,000 may be forgotten. Not
/// thread-safe.
class SeenRequests final
{
public:
    /// In each of two generations; a full one takes the place of the one before.
    static constexpr size_t generationMax = 400'000;

    SeenRequests();

    /// Adds a request; true when it probably was there.
    bool add(UserId user, ProductId product);

private:
    static constexpr int blockBits = 14;
    static constexpr size_t blocks = size_t{1} << blockBits;
    /// 512 bits.
    using Block = std::array<quint64, 8>;
    using Generation = std::vector<Block>;

    static bool contains(const Block &block, quint64 hash);
    static void insert(Block &block, quint64 hash);

    std::array<Generation, 2> m_generations;
    size_t m_newest = 0;
    size_t m_added = 0;
};

} // namespace holdfast
