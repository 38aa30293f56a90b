// SPDX-License-Identifier: GPL-3.0-only
#include "domain/sale.h"

namespace holdfast {

QLatin1StringView salePhaseName(SalePhase phase)
{
    switch (phase) {
    case SalePhase::Draft:
        return QLatin1StringView("draft");
    case SalePhase::Scheduled:
        return QLatin1StringView("scheduled");
    case SalePhase::Live:
        return QLatin1StringView("live");
    case SalePhase::Paused:
        return QLatin1StringView("paused");
    case SalePhase::Ended:
        return QLatin1StringView("ended");
    case SalePhase::Cancelled:
        return QLatin1StringView("cancelled");
    }
    Q_UNREACHABLE();
}

// The same rules as sql/functions/sale_phase.sql; a test holds the two to each other.
SalePhase Sale::phaseAt(Instant now) const
{
    if (cancelledAt)
        return SalePhase::Cancelled;
    if (!startsAt)
        return SalePhase::Draft;
    if (endsAt && now >= *endsAt)
        return SalePhase::Ended;
    if (now < *startsAt)
        return SalePhase::Scheduled;
    return pausedAt ? SalePhase::Paused : SalePhase::Live;
}

} // namespace holdfast
