// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"
#include "domain/refusal.h"

#include <QHash>
#include <QMetaType>
#include <QString>

#include <optional>

namespace holdfast {

/// A light of the top strip. Colour never speaks alone: each comes with a text.
enum class Health { Unknown, Good, Degraded, Down };

/// How the service stands, as the top strip and the tiles show it. Counters only grow while the program runs;
/// rates are made by whoever shows them.
struct ServiceState
{
    Health database = Health::Unknown;
    QString databaseText;
    Health server = Health::Unknown;
    /// "http://127.0.0.1:3000", or why there is none.
    QString serverText;
    /// The last comparison of every product with its rows; the same as `holdfast audit`.
    Health audit = Health::Unknown;
    QString auditText;
    bool isOpenAccess = false;
    bool isDemo = false;
    qint64 requests = 0;
    qint64 refusals = 0;
    QHash<ErrorCode, qint64> refusalsByCode;
    qint64 orders = 0;
    /// The newest reading of the database's clock; nothing before the first.
    std::optional<ClockReading> clock;
};

} // namespace holdfast
