// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>

#include <expected>
#include <optional>

namespace holdfast {

/// A secret that signs tokens, and the name by which a token's header says so (`kid`). The name is derived
/// from the secret: whoever has the same secret uses the same name.
struct TokenKey
{
    QByteArray id;
    QByteArray secret;

    static TokenKey of(const QByteArray &secret);
};

/// The key that signs, and one more that is still believed while keys are changed. Immutable: any thread.
/// Errors are for people: they say what to do, and hold no secret.
class TokenKeys final
{
public:
    /// From JWT_SECRET (its bytes are the key) and, during a change, the one before. Refuses a weak one.
    static std::expected<TokenKeys, QString> fromSecrets(const QByteArray &current,
                                                         const QByteArray &previous = {});

    /// From `token-key` in the data directory, made at first start, and `token-key.previous` if it is there.
    /// Servers that share a database but not a data directory need the same JWT_SECRET instead.
    static std::expected<TokenKeys, QString> fromDataDirectory(const QString &directory);

    /// Makes a new key in the data directory; what the one until now has signed stays valid until the next
    /// change. Takes effect at the next start.
    static std::expected<void, QString> rotate(const QString &directory);

    const TokenKey &current() const { return m_current; }
    /// The key of that name; null when there is none.
    const TokenKey *find(QByteArrayView id) const;

private:
    TokenKeys(const QByteArray &current, const QByteArray &previous);

    TokenKey m_current;
    std::optional<TokenKey> m_previous;
};

} // namespace holdfast
