// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"

namespace holdfast {

namespace {

constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

/// -1 for what is no digit of it, padding included.
int valueOf(char character)
{
    if (character >= 'A' && character <= 'Z')
        return character - 'A';
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 26;
    if (character >= '0' && character <= '9')
        return character - '0' + 52;
    return character == '-' ? 62 : character == '_' ? 63 : -1;
}

} // namespace

QByteArray toBase64Url(const QByteArray &bytes)
{
    return bytes.toBase64(form);
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    QByteArray bytes(text.size() * 3 / 4, Qt::Uninitialized);
    char *out = bytes.data();
    quint32 pending = 0;
    int pendingBits = 0;
    for (const char character : text) {
        const int value = valueOf(character);
        if (value < 0)
            return std::nullopt;
        pending = pending << 6U | static_cast<quint32>(value);
        pendingBits += 6;
        if (pendingBits < 8)
            continue;
        pendingBits -= 8;
        *out++ = static_cast<char>(pending >> static_cast<quint32>(pendingBits));
        pending &= (1U << static_cast<quint32>(pendingBits)) - 1;
    }
    // One text for each value: bits that belong to no byte are zero.
    return pending == 0 ? std::optional(bytes) : std::nullopt;
}

} // namespace holdfast
