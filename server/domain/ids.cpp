// SPDX-License-Identifier: GPL-3.0-only
#include "domain/ids.h"

#include <QRandomGenerator>

#include <chrono>

namespace holdfast {

namespace {

constexpr qsizetype uuidTextLength = 36;

bool isHexDigit(QChar character)
{
    const auto code = character.unicode();
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'f') || (code >= 'A' && code <= 'F');
}

bool isHyphenPlace(qsizetype index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

} // namespace

QUuid makeUuid7()
{
    using namespace std::chrono;
    const auto milliseconds = static_cast<quint64>(
        duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count());
    // The system's generator, not the seeded one: an id must not be foreseeable from earlier ones.
    const quint64 high = QRandomGenerator::system()->generate64();
    const quint64 low = QRandomGenerator::system()->generate64();
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
    for (qsizetype index = 0; index < text.size(); ++index) {
        if (isHyphenPlace(index) ? text[index] != u'-' : !isHexDigit(text[index]))
            return std::nullopt;
    }
    return QUuid::fromString(text);
}

} // namespace holdfast
