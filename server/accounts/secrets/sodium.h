// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>

#include <array>

namespace holdfast {

// What accounts takes from libsodium, besides password hashing. Any thread.

/// Makes libsodium ready; every user of it calls this first, as often as it likes. Ends the program when the
/// system has no randomness to give.
void requireSodium();

/// From the system's generator.
QByteArray randomBytes(qsizetype count);

constexpr qsizetype hmacSha256Length = 32;
QByteArray hmacSha256(const QByteArray &key, QByteArrayView message);

constexpr qsizetype digestLength = 32;
/// BLAKE2b with 32 bytes of output, keyed when a key (up to 64 bytes) is given.
QByteArray digest(QByteArrayView message, const QByteArray &key = {});

/// SipHash-2-4-128 under a key of 16 bytes: a fifth of what digest() costs, and as good where nobody gains by
/// finding two messages with the same code who knows the key.
using ShortCode = std::array<char, 16>;
ShortCode shortCode(QByteArrayView message, QByteArrayView key);

/// 128 bits by which this process tells texts apart in its tables. Nobody outside can find two texts with the
/// same ones, as they depend on a key that is made at the start.
struct Fingerprint
{
    quint64 high = 0;
    quint64 low = 0;

    bool operator==(const Fingerprint &) const = default;
    friend size_t qHash(const Fingerprint &fingerprint, size_t seed = 0) noexcept
    {
        return fingerprint.low ^ seed;
    }
};
Fingerprint fingerprintOf(QByteArrayView text);

/// The time taken tells nothing about where they differ (their lengths are no secret).
bool equalInConstantTime(QByteArrayView left, QByteArrayView right);

} // namespace holdfast
