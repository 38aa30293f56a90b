// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/token_keys.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/secret_file.h"
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/token_secret.h"

#include <QFileInfo>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keyLength = 32;
constexpr qsizetype keyIdLength = 9;

QString keyPath(const QString &directory)
{
    return directory + u"/token-key"_s;
}

QString previousPath(const QString &directory)
{
    return directory + u"/token-key.previous"_s;
}

QByteArray newKeyText()
{
    return toBase64Url(randomBytes(keyLength));
}

std::expected<QByteArray, QString> readKey(const QString &path)
{
    const auto text = readSecretFile(path);
    if (!text)
        return std::unexpected(text.error());
    const auto key = fromBase64Url(*text);
    if (!key || key->size() != keyLength)
        return std::unexpected(
            QString(path + u" does not hold a token key; delete it, and everybody signs in again."_s));
    return *key;
}

std::unexpected<QString> refusal(const QString &weakness)
{
    return std::unexpected(QString(u"JWT_SECRET cannot sign tokens: "_s + weakness
                                   + u". Make one with: openssl rand -base64 48"_s));
}

// A key longer than BLAKE2b takes is digested first, as HMAC does.
QByteArray keyIdOf(const QByteArray &secret)
{
    return toBase64Url(digest("holdfast token key", digest(secret)).first(keyIdLength));
}

} // namespace

TokenKey TokenKey::of(const QByteArray &secret)
{
    return {keyIdOf(secret), secret};
}

TokenKeys::TokenKeys(const QByteArray &current, const QByteArray &previous)
    : m_current(TokenKey::of(current))
    , m_previous(previous.isEmpty() ? std::nullopt : std::optional(TokenKey::of(previous)))
{
}

std::expected<TokenKeys, QString> TokenKeys::fromSecrets(const QByteArray &current,
                                                         const QByteArray &previous)
{
    if (const auto weakness = weaknessOf(current))
        return refusal(*weakness);
    if (const auto weakness = previous.isEmpty() ? std::nullopt : weaknessOf(previous))
        return refusal(u"the previous one: "_s + *weakness);
    return TokenKeys(current, previous);
}

std::expected<TokenKeys, QString> TokenKeys::fromDataDirectory(const QString &directory)
{
    if (const auto made = createSecretFile(keyPath(directory), newKeyText()); !made)
        return std::unexpected(made.error());
    const auto current = readKey(keyPath(directory));
    if (!current)
        return std::unexpected(current.error());
    if (!QFileInfo::exists(previousPath(directory)))
        return TokenKeys(*current, {});
    const auto previous = readKey(previousPath(directory));
    if (!previous)
        return std::unexpected(previous.error());
    return TokenKeys(*current, *previous);
}

std::expected<void, QString> TokenKeys::rotate(const QString &directory)
{
    const auto current = readKey(keyPath(directory));
    if (!current)
        return std::unexpected(current.error());
    // This order, so that a crash in between leaves both files with the key of now, which is harmless.
    const auto kept = replaceSecretFile(previousPath(directory), toBase64Url(*current));
    return kept ? replaceSecretFile(keyPath(directory), newKeyText()) : kept;
}

const TokenKey *TokenKeys::find(QByteArrayView id) const
{
    if (id == m_current.id)
        return &m_current;
    return m_previous && id == m_previous->id ? &*m_previous : nullptr;
}

} // namespace holdfast
