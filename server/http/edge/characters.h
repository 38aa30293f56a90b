// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArrayView>

#include <array>

namespace holdfast::http {

namespace characters {

constexpr bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

constexpr bool isLetter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

constexpr std::array<bool, 256> makeTokenTable()
{
    std::array<bool, 256> table{};
    for (int code = 0; code < 256; ++code)
        table[static_cast<size_t>(code)] =
            isDigit(static_cast<char>(code)) || isLetter(static_cast<char>(code));
    for (const char mark : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[static_cast<size_t>(mark)] = true;
    return table;
}

inline constexpr auto tokenTable = makeTokenTable();

/// RFC 9110, 5.6.2.
constexpr bool isToken(char character)
{
    return tokenTable[static_cast<unsigned char>(character)];
}

/// May stand in a field value: everything but controls, of which only the tab is allowed (RFC 9110, 5.5).
constexpr bool isFieldValue(char character)
{
    const auto code = static_cast<unsigned char>(character);
    return (code >= 0x20 && code != 0x7f) || code == '\t';
}

/// Looks at all of them whatever they are, which the compiler does for many at once.
constexpr bool areFieldValue(QByteArrayView text)
{
    bool isAnyOther = false;
    for (const char character : text)
        isAnyOther |= !isFieldValue(character);
    return !isAnyOther;
}

constexpr int hexValue(char character)
{
    if (isDigit(character))
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

} // namespace characters

} // namespace holdfast::http
