// SPDX-License-Identifier: GPL-3.0-only
// What a row of the reservations says; how the rows are kept stands in reservations_model.cpp.
#include "ui/reservations_page/reservations_model.h"

#include "ui/widgets/number_text.h"

namespace holdfast {

using namespace std::chrono;

namespace {

// Keys of one moment begin alike (UUID version 7): the end tells them apart.
constexpr int idTailLength = 12;

} // namespace

int ReservationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

// While frozen the news waits, but a row already says what became of its hold.
const Reservation &ReservationsModel::reservationShown(const Hold &hold) const
{
    if (m_isFrozen) {
        if (const auto news = m_pending.constFind(hold.reservation.id); news != m_pending.cend())
            return news->reservation;
    }
    return hold.reservation;
}

QVariant ReservationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Hold &hold = *at(index.row());
    const Reservation &reservation = reservationShown(hold);
    const auto now = m_clock.now();
    switch (role) {
    case Qt::DisplayRole:
        return displayText(hold, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == QuantityColumn ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        return index.column() == IdColumn ? QVariant(reservation.id.text()) : QVariant();
    case SortRole:
        return sortValue(hold, index.column());
    case StatusRole:
        return static_cast<int>(now ? reservation.statusAt(*now) : reservation.status);
    case SecondsLeftRole:
        return secondsLeft(reservation);
    case FractionLeftRole:
        return fractionLeft(reservation);
    case ClockStoppedRole:
        return isStandingStill(reservation);
    default:
        return {};
    }
}

QVariant ReservationsModel::displayText(const Hold &hold, int column) const
{
    const Reservation &reservation = reservationShown(hold);
    switch (column) {
    case ExpiresInColumn:
        return remainingText(reservation);
    case CustomerColumn:
        return hold.username.isEmpty() ? reservation.user.text() : hold.username;
    case ProductColumn:
        return m_catalogue.nameOf(reservation.product);
    case QuantityColumn:
        return countText(reservation.quantity);
    case HeldAtColumn:
        return timeOfDayText(reservation.createdAt);
    case IdColumn:
        return QString(u'…' + reservation.id.text().right(idTailLength));
    default:
        return {};
    }
}

QVariant ReservationsModel::sortValue(const Hold &hold, int column) const
{
    const Reservation &reservation = hold.reservation;
    switch (column) {
    case ExpiresInColumn:
        return toMicroseconds(reservation.expiresAt);
    case QuantityColumn:
        return reservation.quantity;
    case HeldAtColumn:
        return toMicroseconds(reservation.createdAt);
    default:
        return displayText(hold, column);
    }
}

QString ReservationsModel::remainingText(const Reservation &reservation) const
{
    const auto now = m_clock.now();
    switch (now ? reservation.statusAt(*now) : reservation.status) {
    case ReservationStatus::Active:
        if (!now)
            return tr("waiting");
        return reservation.isFrozenAt(*now)
            ? tr("paused %1 left").arg(countdownText(reservation.leftAt(*now)))
            : countdownText(reservation.leftAt(*now));
    case ReservationStatus::Consumed:
        return tr("bought");
    case ReservationStatus::Expired:
        return tr("expired");
    case ReservationStatus::Cancelled:
        return tr("cancelled");
    case ReservationStatus::Released:
        return tr("released");
    }
    Q_UNREACHABLE();
}

QVariant ReservationsModel::secondsLeft(const Reservation &reservation) const
{
    const auto now = m_clock.now();
    return now ? QVariant(qint64(ceil<seconds>(reservation.leftAt(*now)).count())) : QVariant();
}

bool ReservationsModel::isStandingStill(const Reservation &reservation) const
{
    const auto now = m_clock.now();
    return now && reservation.isFrozenAt(*now);
}

QVariant ReservationsModel::fractionLeft(const Reservation &reservation) const
{
    const auto now = m_clock.now();
    // Until when it would have lasted is not known any more once its clock stood still.
    const auto whole =
        reservation.frozenLeft ? *reservation.frozenLeft : reservation.expiresAt - reservation.createdAt;
    if (!now || whole <= microseconds::zero() || reservation.status != ReservationStatus::Active)
        return 0.0;
    const auto left = duration<double>(reservation.leftAt(*now)) / duration<double>(whole);
    return std::clamp(left, 0.0, 1.0);
}

QVariant ReservationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == QuantityColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ExpiresInColumn:
        return tr("Ends in");
    case CustomerColumn:
        return tr("Customer");
    case ProductColumn:
        return tr("Product");
    case QuantityColumn:
        return tr("Units");
    case HeldAtColumn:
        return tr("Held at");
    case IdColumn:
        return tr("Reservation");
    default:
        return {};
    }
}

} // namespace holdfast
