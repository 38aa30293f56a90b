// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/sodium.h"

#include <QtGlobal>

#include <bit>
#include <sodium.h>

namespace holdfast {

namespace {

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

} // namespace

void requireSodium()
{
    static const bool isReady = sodium_init() >= 0;
    if (!isReady)
        qFatal("libsodium cannot be initialised");
}

QByteArray randomBytes(qsizetype count)
{
    requireSodium();
    QByteArray random(count, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(count));
    return random;
}

QByteArray hmacSha256(const QByteArray &key, QByteArrayView message)
{
    requireSodium();
    static_assert(hmacSha256Length == crypto_auth_hmacsha256_BYTES);
    QByteArray code(hmacSha256Length, Qt::Uninitialized);
    // The incremental form, because the other takes keys of 32 bytes only.
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(key), static_cast<size_t>(key.size()));
    crypto_auth_hmacsha256_update(&state, bytes(message), static_cast<size_t>(message.size()));
    crypto_auth_hmacsha256_final(&state, bytes(code));
    sodium_memzero(&state, sizeof state);
    return code;
}

QByteArray digest(QByteArrayView message, const QByteArray &key)
{
    requireSodium();
    Q_ASSERT(key.size() <= crypto_generichash_KEYBYTES_MAX);
    QByteArray hash(digestLength, Qt::Uninitialized);
    crypto_generichash(bytes(hash), static_cast<size_t>(hash.size()), bytes(message),
                       static_cast<size_t>(message.size()), key.isEmpty() ? nullptr : bytes(key),
                       static_cast<size_t>(key.size()));
    return hash;
}

ShortCode shortCode(QByteArrayView message, QByteArrayView key)
{
    static_assert(sizeof(ShortCode) == crypto_shorthash_siphashx24_BYTES);
    Q_ASSERT(key.size() == crypto_shorthash_siphashx24_KEYBYTES);
    ShortCode code;
    crypto_shorthash_siphashx24(reinterpret_cast<unsigned char *>(code.data()), bytes(message),
                                static_cast<size_t>(message.size()), bytes(key));
    return code;
}

Fingerprint fingerprintOf(QByteArrayView text)
{
    static const QByteArray key = randomBytes(crypto_shorthash_siphashx24_KEYBYTES);
    static_assert(sizeof(Fingerprint) == sizeof(ShortCode));
    return std::bit_cast<Fingerprint>(shortCode(text, key));
}

bool equalInConstantTime(QByteArrayView left, QByteArrayView right)
{
    requireSodium();
    return left.size() == right.size()
        && sodium_memcmp(left.data(), right.data(), static_cast<size_t>(left.size())) == 0;
}

} // namespace holdfast
