// SPDX-License-Identifier: GPL-3.0-only
#include "ui/reservations_page/countdown_delegate.h"

#include "domain/reservation.h"
#include "ui/reservations_page/reservations_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_background.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct Look
{
    QString icon;
    QColor color;
    QFont::Weight weight = QFont::Normal;
};

Look lookOf(ReservationStatus status, bool isFrozen, bool isUrgent, const Theme &theme)
{
    switch (status) {
    case ReservationStatus::Active:
        if (isFrozen)
            return {u"pause"_s, theme.warning, QFont::DemiBold};
        return isUrgent ? Look{u"warning"_s, theme.warning, QFont::Bold}
                        : Look{{}, theme.text, QFont::DemiBold};
    case ReservationStatus::Consumed:
        return {u"sold"_s, theme.good, QFont::DemiBold};
    case ReservationStatus::Expired:
        return {u"reservations"_s, theme.mutedText};
    case ReservationStatus::Cancelled:
    case ReservationStatus::Released:
        return {u"release"_s, theme.mutedText};
    }
    Q_UNREACHABLE();
}

void paintRing(QPainter &painter, const QRectF &rect, double fraction, const Theme &theme)
{
    constexpr int sixteenths = 16;
    const double thickness = rect.width() / 5.0;
    const QRectF ring = rect.adjusted(thickness / 2, thickness / 2, -thickness / 2, -thickness / 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, thickness));
    painter.drawEllipse(ring);
    painter.setPen(QPen(theme.accent, thickness, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, 90 * sixteenths, qRound(fraction * 360 * sixteenths));
}

} // namespace

void CountdownDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = paintCellBackground(painter, item);
    const Theme &theme = themeOf(option.palette);
    const double em = emOf(option.font);
    const auto status = static_cast<ReservationStatus>(index.data(ReservationsModel::StatusRole).toInt());
    const QVariant left = index.data(ReservationsModel::SecondsLeftRole);
    const bool isUrgent = left.isValid() && left.toLongLong() <= urgentSeconds;
    const bool isFrozen = index.data(ReservationsModel::ClockStoppedRole).toBool();
    const Look look = lookOf(status, isFrozen, isUrgent, theme);
    const QRectF cell = QRectF(option.rect).adjusted(em * 0.5, 0, 0, 0);
    const QRectF picture(cell.left(), cell.center().y() - em * 0.5, em, em);
    painter->save();
    if (look.icon.isEmpty())
        paintRing(*painter, picture, index.data(ReservationsModel::FractionLeftRole).toDouble(), theme);
    else
        paintIcon(*painter, look.icon, picture, look.color);
    painter->setPen(look.color);
    painter->setFont(scaledFont(option.font, 1.05, look.weight));
    painter->drawText(cell.adjusted(em * 1.6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter->restore();
}

} // namespace holdfast
