// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::bench {

/// What makes one request differ from the others.
struct Ask
{
    uint64_t buyer = 0;
    uint64_t product = 0;
    uint64_t key = 0;
};

/// A whole HTTP request in which {buyer} (8 digits), {key} (16 hexadecimal digits), {product} (as it is, for
/// paths) and {product:10} (10 characters, for bodies, whose length then stays the same) are filled in for
/// each request.
class RequestTemplate final
{
public:
    explicit RequestTemplate(std::string_view text);

    /// Valid until the next call.
    std::string_view fill(const Ask &ask);

private:
    enum class Gap { None, Buyer, Key, Product, WideProduct };
    struct Piece
    {
        std::string text;
        Gap gap;
    };

    void appendGap(Gap gap, const Ask &ask);

    std::vector<Piece> m_pieces;
    std::string m_filled;
};

} // namespace holdfast::bench
