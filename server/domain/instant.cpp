// SPDX-License-Identifier: GPL-3.0-only
#include "domain/instant.h"

#include "domain/iso_text.h"

#include <QDateTime>

namespace holdfast {

QString toIsoText(Instant instant)
{
    return QString(IsoText(instant).view());
}

std::optional<Instant> fromIsoText(const QString &text)
{
    const auto moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!moment.isValid() || moment.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return Instant(std::chrono::milliseconds(moment.toMSecsSinceEpoch()));
}

} // namespace holdfast
