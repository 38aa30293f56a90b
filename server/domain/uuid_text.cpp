// SPDX-License-Identifier: GPL-3.0-only
#include "domain/uuid_text.h"

namespace holdfast {

namespace {

constexpr std::array digits = std::to_array("0123456789abcdef");

char *putByte(char *at, unsigned byte)
{
    *at++ = digits[byte >> 4U];
    *at++ = digits[byte & 15U];
    return at;
}

char *putShort(char *at, unsigned number)
{
    return putByte(putByte(at, number >> 8U), number & 255U);
}

} // namespace

UuidText::UuidText(const QUuid &uuid)
{
    char *at = m_text.data();
    at = putShort(putShort(at, uuid.data1 >> 16U), uuid.data1 & 0xffffU);
    *at++ = '-';
    at = putShort(at, uuid.data2);
    *at++ = '-';
    at = putShort(at, uuid.data3);
    for (size_t index = 0; index < std::size(uuid.data4); ++index) {
        if (index == 0 || index == 2)
            *at++ = '-';
        at = putByte(at, uuid.data4[index]);
    }
}

} // namespace holdfast
