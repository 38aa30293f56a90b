// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"

namespace holdfast {

namespace {

constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray toBase64Url(const QByteArray &bytes)
{
    return bytes.toBase64(form);
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    const QByteArray given = text.toByteArray();
    const auto decoded =
        QByteArray::fromBase64Encoding(given, form | QByteArray::AbortOnBase64DecodingErrors);
    // Qt takes padding, odd lengths and stray bits; encoding it again shows them.
    if (!decoded || toBase64Url(*decoded) != given)
        return std::nullopt;
    return *decoded;
}

} // namespace holdfast
