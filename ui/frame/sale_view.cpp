// SPDX-License-Identifier: GPL-3.0-only
// How a sale at a moment reads; sale_clock.cpp paints it.
#include "ui/frame/sale_clock.h"

#include "ui/widgets/number_text.h"

#include <QCoreApplication>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("holdfast::SaleClock", text);
}

QString nameAmong(OtherSales others, const QString &name)
{
    QStringList parts;
    if (others.live > 0)
        parts += translated("%1 more live").arg(others.live);
    if (others.paused > 0)
        parts += translated("%1 paused").arg(others.paused);
    return parts.isEmpty() ? name : translated("%1 (and %2)").arg(name, parts.join(u", "_s));
}

void countDownTo(SaleView &view, const std::optional<Instant> &end, Instant now, const QString &caption,
                 const QString &withoutEnd)
{
    view.caption = end ? caption : withoutEnd;
    if (end)
        view.countdown = countdownText(*end - now);
}

void describePhase(SaleView &view, const Sale &sale, Instant now)
{
    switch (*view.phase) {
    case SalePhase::Live:
        return countDownTo(view, sale.endsAt, now, translated("ends in"), translated("open-ended"));
    case SalePhase::Paused:
        return sale.holdsFrozenAt ? countDownTo(view, sale.endsAt, now, translated("holds frozen, ends in"),
                                                translated("holds frozen, open-ended"))
                                  : countDownTo(view, sale.endsAt, now, translated("holds run, ends in"),
                                                translated("holds run, open-ended"));
    case SalePhase::Scheduled:
        return countDownTo(view, sale.startsAt, now, translated("starts in"), {});
    case SalePhase::Draft:
        view.caption = translated("not scheduled yet");
        return;
    case SalePhase::Ended:
        view.caption = translated("ended at %1").arg(timeOfDayText(*sale.endsAt));
        return;
    case SalePhase::Cancelled:
        view.caption = translated("called off");
        return;
    }
}

} // namespace

SaleView saleViewOf(const std::optional<Sale> &sale, std::optional<Instant> now, OtherSales others)
{
    SaleView view;
    if (!now) {
        view.isWaiting = true;
        view.name = translated("Waiting for the database");
        view.caption = translated("Nothing is known yet");
        return view;
    }
    if (!sale) {
        view.name = translated("No sale window");
        view.caption = translated("Products outside a sale sell at any time");
        return view;
    }
    view.phase = sale->phaseAt(*now);
    view.name = nameAmong(others, sale->name);
    describePhase(view, *sale, *now);
    return view;
}

QString phaseWord(const SaleView &view)
{
    if (!view.phase)
        return view.isWaiting ? translated("WAITING") : translated("NO SALE");
    return phaseWord(*view.phase);
}

QString phaseWord(SalePhase phase)
{
    switch (phase) {
    case SalePhase::Draft:
        return translated("DRAFT");
    case SalePhase::Scheduled:
        return translated("SCHEDULED");
    case SalePhase::Live:
        return translated("LIVE");
    case SalePhase::Paused:
        return translated("PAUSED");
    case SalePhase::Ended:
        return translated("ENDED");
    case SalePhase::Cancelled:
        return translated("CANCELLED");
    }
    Q_UNREACHABLE();
}

QString phaseIcon(const SaleView &view)
{
    if (!view.phase)
        return view.isWaiting ? u"reservations"_s : u"calendar"_s;
    return phaseIcon(*view.phase);
}

QString phaseIcon(SalePhase phase)
{
    switch (phase) {
    case SalePhase::Draft:
        return u"draft"_s;
    case SalePhase::Scheduled:
        return u"calendar"_s;
    case SalePhase::Live:
        return u"play"_s;
    case SalePhase::Paused:
        return u"pause"_s;
    case SalePhase::Ended:
    case SalePhase::Cancelled:
        return u"stop"_s;
    }
    Q_UNREACHABLE();
}

} // namespace holdfast
