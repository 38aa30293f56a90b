// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/service_state.h"
#include "ui/feed/catalogue.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <optional>

namespace holdfast {

/// Data older than this is an alarm, and its numbers are greyed.
constexpr auto staleAfter = std::chrono::milliseconds(2000);

enum class Severity { Warning, Bad };

/// Something is wrong. Each kind stands at most once.
struct Alarm
{
    enum class Kind { Database, Stale, StockDiffers, Audit, Server };

    Kind kind = Kind::Database;
    Severity severity = Severity::Bad;
    QString text;

    bool operator==(const Alarm &) const = default;
};

/// What the alarms are told from.
struct Situation
{
    ServiceState service;
    std::optional<std::chrono::milliseconds> age;

    bool isStale() const { return !age || *age > staleAfter; }
};

/// Every alarm there is, the gravest first; empty when nothing is wrong. Data that never arrived is no alarm
/// while the database is still starting (its health Unknown).
QList<Alarm> alarmsOf(const Situation &situation, const Catalogue &catalogue);

/// The sale an operator looks at: a live one (ending soonest), else a paused one, the next to start, the last
/// one ended. Nothing without a sale.
std::optional<Sale> saleInView(const QHash<SaleId, Sale> &sales, Instant now);

/// How many sales are in that phase at that moment.
int saleCount(const QHash<SaleId, Sale> &sales, SalePhase phase, Instant now);

} // namespace holdfast
