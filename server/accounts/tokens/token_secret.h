// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace holdfast {

/// The fewest bytes of a secret that signs with HMAC-SHA-256 (RFC 7518, 3.2).
constexpr qsizetype tokenSecretLengthMin = 32;

/// Why a secret that somebody has chosen must not sign tokens: too short, a placeholder out of a manual
/// ("changeme"), a repetition, a sequence, too few different characters. A sentence for people that does not
/// repeat the secret; nothing when the secret will do. Random bytes, hexadecimal or base64 pass.
std::optional<QString> weaknessOf(const QByteArray &secret);

} // namespace holdfast
