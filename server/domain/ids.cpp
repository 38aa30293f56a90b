// SPDX-License-Identifier: GPL-3.0-only
#include "domain/ids.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace holdfast {

namespace {

constexpr qsizetype uuidTextLength = 36;

/// -1 for what is no digit.
int hexValue(QChar character)
{
    const auto code = character.unicode();
    if (code >= '0' && code <= '9')
        return code - '0';
    if (code >= 'a' && code <= 'f')
        return code - 'a' + 10;
    return code >= 'A' && code <= 'F' ? code - 'A' + 10 : -1;
}

bool isHyphenPlace(qsizetype index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

/// The system's generator, not a seeded one: an id must not be foreseeable from earlier ones. Asked for many
/// at a time, since asking costs more than all the rest of an id.
quint64 randomBits()
{
    // So many bytes come whole or not at all, whatever interrupts.
    thread_local std::array<quint64, 32> bits;
    static_assert(sizeof(bits) <= 256);
    thread_local size_t left = 0;
    if (left == 0) {
        if (::getrandom(bits.data(), sizeof(bits), 0) != static_cast<ssize_t>(sizeof(bits)))
            qFatal("The system gives no random numbers: %s", strerror(errno));
        left = bits.size();
    }
    return std::exchange(bits[--left], 0);
}

} // namespace

QUuid makeUuid7()
{
    using namespace std::chrono;
    const auto milliseconds = static_cast<quint64>(
        duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count());
    const quint64 high = randomBits();
    const quint64 low = randomBits();
    const auto versionAndRandom = static_cast<ushort>(0x7000U | (high & 0x0fffU));
    const auto variantAndRandom = static_cast<uchar>(0x80U | ((low >> 56U) & 0x3fU));
    return {static_cast<uint>(milliseconds >> 16U),
            static_cast<ushort>(milliseconds & 0xffffU),
            versionAndRandom,
            variantAndRandom,
            static_cast<uchar>(low >> 48U),
            static_cast<uchar>(low >> 40U),
            static_cast<uchar>(low >> 32U),
            static_cast<uchar>(low >> 24U),
            static_cast<uchar>(low >> 16U),
            static_cast<uchar>(low >> 8U),
            static_cast<uchar>(low)};
}

std::optional<QUuid> parseUuid(QStringView text)
{
    if (text.size() != uuidTextLength)
        return std::nullopt;
    std::array<char, 16> bytes;
    auto byte = bytes.begin();
    for (qsizetype index = 0; index < text.size();) {
        if (isHyphenPlace(index)) {
            if (text[index++] != u'-')
                return std::nullopt;
            continue;
        }
        // Hyphens stand before even places only, so a byte is never cut.
        const int high = hexValue(text[index]);
        const int low = hexValue(text[index + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        *byte++ = static_cast<char>(high * 16 + low);
        index += 2;
    }
    return QUuid::fromRfc4122(QByteArrayView(bytes));
}

} // namespace holdfast
