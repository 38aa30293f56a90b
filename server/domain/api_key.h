// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QString>

#include <optional>

namespace holdfast {

using ApiKeyId = UuidId<struct ApiKeyTag>;

/// An API key as lists show it: everything but its secret, which nobody keeps.
struct ApiKey
{
    static constexpr int nameLengthMax = 100;

    ApiKeyId id;
    QString name;
    /// The secret's first characters, by which people tell their keys apart.
    QString hint;
    Instant createdAt;
    /// To the minute or so.
    std::optional<Instant> lastUsedAt;
    std::optional<Instant> revokedAt;

    bool operator==(const ApiKey &) const = default;
};

} // namespace holdfast
