// SPDX-License-Identifier: GPL-3.0-only
#include "request_template.h"

#include <array>
#include <charconv>
#include <utility>

namespace holdfast::bench {

namespace {

constexpr size_t buyerWidth = 8;
constexpr size_t keyWidth = 16;
constexpr size_t productWidth = 10;

void appendPadded(std::string &to, uint64_t number, int base, size_t width, char padding)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    const auto length = static_cast<size_t>(end - digits.data());
    if (length < width)
        to.append(width - length, padding);
    to.append(digits.data(), length);
}

} // namespace

RequestTemplate::RequestTemplate(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, Gap>, 4> gaps{{{"{buyer}", Gap::Buyer},
                                                                    {"{key}", Gap::Key},
                                                                    {"{product}", Gap::Product},
                                                                    {"{product:10}", Gap::WideProduct}}};
    std::string literal;
    while (!text.empty()) {
        auto gap = Gap::None;
        for (const auto &[name, kind] : gaps) {
            if (text.starts_with(name)) {
                gap = kind;
                text.remove_prefix(name.size());
                break;
            }
        }
        if (gap == Gap::None) {
            literal += text.front();
            text.remove_prefix(1);
        } else {
            m_pieces.push_back({std::exchange(literal, {}), gap});
        }
    }
    m_pieces.push_back({literal, Gap::None});
}

std::string_view RequestTemplate::fill(const Ask &ask)
{
    m_filled.clear();
    for (const auto &piece : m_pieces) {
        m_filled += piece.text;
        appendGap(piece.gap, ask);
    }
    return m_filled;
}

void RequestTemplate::appendGap(Gap gap, const Ask &ask)
{
    switch (gap) {
    case Gap::None:
        break;
    case Gap::Buyer:
        appendPadded(m_filled, ask.buyer, 10, buyerWidth, '0');
        break;
    case Gap::Key:
        appendPadded(m_filled, ask.key, 16, keyWidth, '0');
        break;
    case Gap::Product:
        appendPadded(m_filled, ask.product, 10, 0, ' ');
        break;
    case Gap::WideProduct:
        appendPadded(m_filled, ask.product, 10, productWidth, ' ');
        break;
    }
}

} // namespace holdfast::bench
