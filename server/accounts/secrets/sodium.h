// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>

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

/// The time taken tells nothing about where they differ (their lengths are no secret).
bool equalInConstantTime(QByteArrayView left, QByteArrayView right);

} // namespace holdfast
