// SPDX-License-Identifier: GPL-3.0-only
#include "stock/seen_requests.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr int bitsPerElement = 5;
constexpr int bitsPerIndex = 9; // of 512
constexpr quint64 indexMask = (1 << bitsPerIndex) - 1;

// The places of an element's bits are parts of its hash, the low ones; its block is told by the high ones.
template <typename Visit>
void forEachBit(quint64 hash, Visit visit)
{
    for (int bit = 0; bit < bitsPerElement; ++bit, hash >>= bitsPerIndex) {
        const auto index = hash & indexMask;
        visit(index / 64, quint64{1} << (index % 64));
    }
}

} // namespace

SeenRequests::SeenRequests()
{
    m_generations.fill(Generation(blocks));
}

bool SeenRequests::add(UserId user, ProductId product)
{
    const struct
    {
        QUuid user;
        qint64 product;
    } request{user.uuid(), product.number()};
    const quint64 hash = qHashBits(&request, sizeof request);
    const size_t block = hash >> (64 - blockBits);
    const bool isSeen = std::ranges::any_of(
        m_generations, [&](const Generation &generation) { return contains(generation[block], hash); });
    if (isSeen)
        return true;
    if (m_added == generationMax) {
        m_newest = 1 - m_newest;
        std::ranges::fill(m_generations[m_newest], Block());
        m_added = 0;
    }
    insert(m_generations[m_newest][block], hash);
    ++m_added;
    return false;
}

bool SeenRequests::contains(const Block &block, quint64 hash)
{
    bool isSet = true;
    forEachBit(hash, [&](size_t word, quint64 bit) { isSet = isSet && (block[word] & bit) != 0; });
    return isSet;
}

void SeenRequests::insert(Block &block, quint64 hash)
{
    forEachBit(hash, [&](size_t word, quint64 bit) { block[word] |= bit; });
}

} // namespace holdfast
