// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/api_key.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"

namespace holdfast {

namespace {

constexpr qsizetype secretLength = 32;
constexpr qsizetype hintLength = 9;

} // namespace

ApiKeySecret ApiKeySecret::make()
{
    return ApiKeySecret(prefix + toBase64Url(randomBytes(secretLength)));
}

std::optional<ApiKeySecret> ApiKeySecret::from(QByteArrayView text)
{
    if (!isMeant(text))
        return std::nullopt;
    const auto secret = fromBase64Url(text.sliced(QByteArrayView(prefix).size()));
    return secret && secret->size() == secretLength ? std::optional(ApiKeySecret(text.toByteArray()))
                                                    : std::nullopt;
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
