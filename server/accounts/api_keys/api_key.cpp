// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/api_key.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"

namespace holdfast {

namespace {

constexpr qsizetype secretLength = 32;
constexpr qsizetype hintLength = 9;
// "hf_", and base64url without padding.
constexpr qsizetype textLength = 3 + (secretLength * 8 + 5) / 6;

} // namespace

ApiKeySecret ApiKeySecret::make()
{
    return ApiKeySecret(prefix + toBase64Url(randomBytes(secretLength)));
}

// A text of other than base64url digits has a hash too, which nobody was given.
std::optional<QByteArray> ApiKeySecret::hashOf(QByteArrayView text)
{
    return isMeant(text) && text.size() == textLength ? std::optional(digest(text)) : std::nullopt;
}

QByteArray ApiKeySecret::hash() const
{
    return digest(m_text);
}

QString ApiKeySecret::hint() const
{
    return QString::fromLatin1(m_text.first(hintLength));
}

} // namespace holdfast
