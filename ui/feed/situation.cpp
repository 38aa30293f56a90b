// SPDX-License-Identifier: GPL-3.0-only
#include "ui/feed/situation.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace holdfast {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("holdfast::Alarm", text);
}

void addHealthAlarm(QList<Alarm> &alarms, Alarm::Kind kind, Health health, const QString &text)
{
    if (health == Health::Degraded || health == Health::Down)
        alarms.append({kind, health == Health::Down ? Severity::Bad : Severity::Warning, text});
}

void addStaleAlarm(QList<Alarm> &alarms, const Situation &situation)
{
    if (!situation.age || !situation.isStale())
        return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*situation.age).count();
    alarms.append({Alarm::Kind::Stale, Severity::Bad,
                   translated("The numbers are %1 s old: nothing has confirmed them since").arg(seconds)});
}

void addStockAlarm(QList<Alarm> &alarms, const Catalogue &catalogue)
{
    int differing = 0;
    QString name;
    for (const Product &product : catalogue.products()) {
        if (product.stock.addsUp())
            continue;
        ++differing;
        name = product.name;
    }
    if (differing == 1)
        alarms.append({Alarm::Kind::StockDiffers, Severity::Bad,
                       translated("The stock of %1 does not add up").arg(name)});
    else if (differing > 1)
        alarms.append({Alarm::Kind::StockDiffers, Severity::Bad,
                       translated("The stock of %1 products does not add up").arg(differing)});
}

int rankOf(SalePhase phase)
{
    switch (phase) {
    case SalePhase::Live:
        return 0;
    case SalePhase::Paused:
        return 1;
    case SalePhase::Scheduled:
        return 2;
    case SalePhase::Ended:
        return 3;
    case SalePhase::Cancelled:
        return 4;
    case SalePhase::Draft:
        return 5;
    }
    Q_UNREACHABLE();
}

/// Smaller comes first among sales of one phase: what ends or starts soonest, what ended last.
qint64 urgencyOf(const Sale &sale, SalePhase phase)
{
    const auto ends = sale.endsAt ? toMicroseconds(*sale.endsAt) : std::numeric_limits<qint64>::max();
    const auto starts = sale.startsAt ? toMicroseconds(*sale.startsAt) : 0;
    if (phase == SalePhase::Scheduled)
        return starts;
    return phase == SalePhase::Ended ? -ends : ends;
}

} // namespace

QList<Alarm> alarmsOf(const Situation &situation, const Catalogue &catalogue)
{
    const ServiceState &service = situation.service;
    QList<Alarm> alarms;
    addHealthAlarm(alarms, Alarm::Kind::Database, service.database,
                   translated("Database: %1").arg(service.databaseText));
    addStaleAlarm(alarms, situation);
    addStockAlarm(alarms, catalogue);
    addHealthAlarm(alarms, Alarm::Kind::Audit, service.audit, translated("Audit: %1").arg(service.auditText));
    addHealthAlarm(alarms, Alarm::Kind::Server, service.server,
                   translated("Server: %1").arg(service.serverText));
    std::ranges::stable_sort(alarms, std::ranges::greater(), &Alarm::severity);
    return alarms;
}

std::optional<Sale> saleInView(const QHash<SaleId, Sale> &sales, Instant now)
{
    if (sales.isEmpty())
        return std::nullopt;
    const auto rank = [now](const Sale &sale) {
        const SalePhase phase = sale.phaseAt(now);
        return std::tuple(rankOf(phase), urgencyOf(sale, phase), sale.id.number());
    };
    return *std::ranges::min_element(sales, {}, rank);
}

int saleCount(const QHash<SaleId, Sale> &sales, SalePhase phase, Instant now)
{
    return static_cast<int>(
        std::ranges::count_if(sales, [=](const Sale &sale) { return sale.phaseAt(now) == phase; }));
}

} // namespace holdfast
