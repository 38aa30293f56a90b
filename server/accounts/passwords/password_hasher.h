// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/passwords/password.h"

#include <QByteArray>

#include <optional>

namespace holdfast {

/// What one argon2id hash takes. The default is OWASP's: 19 MiB and 2 passes.
struct PasswordCost
{
    int memoryKib = 19'456;
    int passes = 2;
};

/// Hashes and checks passwords with argon2id (libsodium). Each call takes tens of milliseconds and
/// cost.memoryKib: run it on the HashingPool, never on a thread that somebody waits for. Immutable: any
/// thread, many at once.
class PasswordHasher final
{
public:
    explicit PasswordHasher(PasswordCost cost = {});

    /// The text to keep: $argon2id$ with its parameters and a salt of its own. Nothing when memory is short.
    std::optional<QByteArray> hash(const Password &password) const;

    /// Whether the password is the one `kept` was made of. Without a hash (there is no such account) it does
    /// the same work and says no, so that nobody can tell by the time which it was. Any text may be tried.
    bool verify(const std::optional<QByteArray> &kept, const QString &password) const;

    /// Whether a hash was made at another cost, and should be made anew now that the password is at hand.
    bool needsRehash(const QByteArray &kept) const;

private:
    std::optional<QByteArray> hashText(const QByteArray &password) const;

    const PasswordCost m_cost;
    /// Of a password nobody knows.
    const QByteArray m_nobodys;
};

} // namespace holdfast
