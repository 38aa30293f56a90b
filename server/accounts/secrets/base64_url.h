// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>

#include <optional>

namespace holdfast {

/// base64url without padding (RFC 4648, 5).
QByteArray toBase64Url(const QByteArray &bytes);

/// Strict: nothing for padding, other characters, an impossible length, or unused bits that are not zero, so
/// that no two texts mean the same bytes.
std::optional<QByteArray> fromBase64Url(QByteArrayView text);

} // namespace holdfast
