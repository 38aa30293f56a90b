// SPDX-License-Identifier: GPL-3.0-only
#include "domain/reservation.h"

namespace holdfast {

QLatin1StringView reservationStatusName(ReservationStatus status)
{
    switch (status) {
    case ReservationStatus::Active:
        return QLatin1StringView("active");
    case ReservationStatus::Consumed:
        return QLatin1StringView("consumed");
    case ReservationStatus::Expired:
        return QLatin1StringView("expired");
    case ReservationStatus::Cancelled:
        return QLatin1StringView("cancelled");
    case ReservationStatus::Released:
        return QLatin1StringView("released");
    }
    Q_UNREACHABLE();
}

std::optional<ReservationStatus> reservationStatusFromName(QStringView name)
{
    using enum ReservationStatus;
    for (const auto status : {Active, Consumed, Expired, Cancelled, Released}) {
        if (name == reservationStatusName(status))
            return status;
    }
    return std::nullopt;
}

} // namespace holdfast
