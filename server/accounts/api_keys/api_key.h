// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/api_key.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace holdfast {

/// What a storefront's backend proves itself with: hf_ and 256 random bits in base64url. The text is shown
/// once, when it is made; afterwards only its hash is kept. (A plain hash will do: 256 random bits cannot be
/// guessed, however fast one tries.)
class ApiKeySecret final
{
public:
    static ApiKeySecret make();
    /// The hash by which such a text is known; nothing for a text that is none by its start and its length.
    static std::optional<QByteArray> hashOf(QByteArrayView text);
    /// Whether a bearer credential means to be an API key.
    static bool isMeant(QByteArrayView text) { return text.startsWith(prefix); }

    const QByteArray &text() const { return m_text; }
    /// BLAKE2b, 32 bytes.
    QByteArray hash() const;
    /// The first characters, by which people tell their keys apart.
    QString hint() const;

private:
    static constexpr char prefix[] = "hf_";

    explicit ApiKeySecret(const QByteArray &text)
        : m_text(text)
    {
    }

    QByteArray m_text;
};

} // namespace holdfast
