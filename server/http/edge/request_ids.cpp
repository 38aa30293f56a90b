// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/request_ids.h"

#include "http/edge/characters.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace holdfast::http {

namespace {

constexpr qsizetype requestIdLengthMax = 64;

bool isRequestIdCharacter(char character)
{
    return characters::isDigit(character) || characters::isLetter(character) || character == '.'
        || character == '_' || character == '-';
}

} // namespace

bool isRequestId(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= requestIdLengthMax
        && std::all_of(text.begin(), text.end(), isRequestIdCharacter);
}

RequestIds::RequestIds()
    : m_prefix(QRandomGenerator::system()->generate64())
{
}

QByteArray RequestIds::takeOrMake(QByteArrayView offered)
{
    if (isRequestId(offered))
        return offered.toByteArray();
    constexpr std::array digits = std::to_array("0123456789abcdefghijklmnopqrstuv");
    constexpr int prefixDigits = 12;
    constexpr int counterDigits = 8;
    QByteArray id(prefixDigits + counterDigits, Qt::Uninitialized);
    quint64 prefix = m_prefix;
    for (int index = 0; index < prefixDigits; ++index, prefix >>= 5U)
        id[index] = digits[prefix & 31U];
    quint64 counter = m_counter++;
    for (int index = prefixDigits + counterDigits - 1; index >= prefixDigits; --index, counter >>= 5U)
        id[index] = digits[counter & 31U];
    return id;
}

} // namespace holdfast::http
