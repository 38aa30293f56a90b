// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QLatin1String>

#include <optional>

namespace holdfast {

/// Derived from the sale's moments and the database's clock, never stored.
enum class SalePhase { Draft, Scheduled, Live, Paused, Ended, Cancelled };

/// As the API writes it: "scheduled".
QLatin1StringView salePhaseName(SalePhase phase);

/// A window in which its products can be held. Start is inclusive, end exclusive; no end means open-ended.
struct Sale
{
    SaleId id;
    QString name;
    std::optional<Instant> startsAt;
    std::optional<Instant> endsAt;
    std::optional<Instant> pausedAt;
    std::optional<Instant> cancelledAt;
    qint64 version = 1;

    SalePhase phaseAt(Instant now) const;
};

} // namespace holdfast
