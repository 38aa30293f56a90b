// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"

#include <QLatin1String>

#include <optional>
#include <vector>

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
    /// The window of one product, made with it.
    bool isDrop = false;
    /// Set while the sale is paused and the clocks of its holds stand still.
    std::optional<Instant> holdsFrozenAt = {};

    SalePhase phaseAt(Instant now) const;
    /// Whether the clocks of its holds stand still: a pause stopped them, and the sale's end has not come.
    bool holdsAreFrozenAt(Instant now) const { return holdsFrozenAt && phaseAt(now) == SalePhase::Paused; }
    bool operator==(const Sale &) const = default;
};

/// What a new sale is made from. Without a start it is a draft. The database checks the window again.
struct NewSale
{
    QString name;
    std::optional<Instant> startsAt;
    std::optional<Instant> endsAt;
    std::vector<ProductId> products = {};
};

/// What an operator or an admin does to a sale.
enum class SaleAct { Create, Edit, Start, Pause, Resume, Extend, End, Cancel };

} // namespace holdfast
