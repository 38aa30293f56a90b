// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/rate_key.h"

#include "accounts/secrets/sodium.h"

#include <array>
#include <cstring>
#include <sodium.h>

namespace holdfast {

namespace {

constexpr qsizetype networkLength = 8; // bytes of a /64

struct SipKey
{
    std::array<unsigned char, crypto_shorthash_KEYBYTES> bytes{};

    SipKey()
    {
        requireSodium();
        crypto_shorthash_keygen(bytes.data());
    }
};

quint64 hashOf(QByteArrayView bytes)
{
    static const SipKey key;
    quint64 hash = 0;
    static_assert(sizeof hash == crypto_shorthash_BYTES);
    crypto_shorthash(reinterpret_cast<unsigned char *>(&hash),
                     reinterpret_cast<const unsigned char *>(bytes.data()),
                     static_cast<quint64>(bytes.size()), key.bytes.data());
    return hash;
}

template <typename T>
quint64 hashOfValue(const T &value)
{
    return hashOf(QByteArrayView(reinterpret_cast<const char *>(&value), sizeof value));
}

} // namespace

RateKey RateKey::ofUser(const UserId &user)
{
    const auto bytes = user.uuid().toRfc4122();
    return RateKey(hashOf(bytes));
}

RateKey RateKey::ofAddress(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return RateKey(hashOfValue(ipv4));
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    return RateKey(hashOf(QByteArrayView(reinterpret_cast<const char *>(ipv6.c), networkLength)));
}

RateKey RateKey::ofText(const QString &text)
{
    return RateKey(hashOf(text.toUtf8()));
}

} // namespace holdfast
