// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_acts.h"

#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/number_text.h"

#include <QCoreApplication>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("holdfast::SaleActs", text);
}

QString counted(qint64 count, const char *one, const char *many)
{
    return count == 1 ? translated(one) : translated(many).arg(countText(count));
}

QString startEffect(const Sale &sale, const SaleEffect &effect)
{
    if (effect.stock.products == 0)
        return translated("“%1” starts now. It has no product yet: nobody can buy anything in it.")
            .arg(sale.name);
    return translated("“%1” starts now: its %2 with %3 can be held and bought at once.")
        .arg(sale.name, counted(effect.stock.products, "1 product", "%1 products"),
             unitCountText(effect.stock.available));
}

QString holdsLeftText(int holds)
{
    if (holds == 0)
        return translated("Nobody holds anything of it.");
    return counted(holds, "End the sale: 1 hold can still be bought until it runs out.",
                   "End the sale: %1 holds can still be bought until they run out.");
}

QString releaseText(const SaleEffect &effect)
{
    return effect.holds == 1 ? translated("Release 1 reservation of %1").arg(unitCountText(effect.stock.held))
                             : translated("Release %1 reservations of %2")
                                   .arg(countText(effect.holds), unitCountText(effect.stock.held));
}

QString finalText()
{
    return translated("This cannot be undone.");
}

} // namespace

QString holdsText(qint64 holds)
{
    return counted(holds, "1 hold", "%1 holds");
}

QString unitCountText(qint64 units)
{
    return counted(units, "1 unit", "%1 units");
}

bool isAllowed(SaleAct act, const Sale &sale, Instant now)
{
    const SalePhase phase = sale.phaseAt(now);
    const bool isOver = phase == SalePhase::Ended || phase == SalePhase::Cancelled;
    switch (act) {
    case SaleAct::Create:
        return true;
    case SaleAct::Edit:
    case SaleAct::Cancel:
        return !isOver;
    case SaleAct::Start:
        return phase == SalePhase::Draft || phase == SalePhase::Scheduled;
    case SaleAct::Pause:
        return phase == SalePhase::Live;
    case SaleAct::Resume:
        return phase == SalePhase::Paused;
    case SaleAct::Extend:
        // Without an end there is nothing to put off.
        return !isOver && sale.endsAt;
    case SaleAct::End:
        return phase == SalePhase::Live || phase == SalePhase::Paused;
    }
    Q_UNREACHABLE();
}

Confirmation startConfirmation(const Sale &sale, const SaleEffect &effect)
{
    return {.title = translated("Start a sale"),
            .effects = {startEffect(sale, effect),
                        sale.endsAt ? translated("It ends %1.").arg(dayAndTimeText(*sale.endsAt))
                                    : translated("It has no end: it stays live until somebody ends it.")},
            .act = translated("Start “%1”").arg(nameOnButton(sale.name)),
            .isReversible = true};
}

Confirmation endConfirmation(const Sale &sale, const SaleEffect &effect)
{
    QStringList effects{translated("“%1” ends now: nobody can hold its products any more.").arg(sale.name),
                        holdsLeftText(effect.holds)};
    if (sale.holdsFrozenAt && effect.holds > 0)
        effects += translated("Their clocks run again.");
    effects += finalText();
    return {.title = translated("End a sale"),
            .effects = effects,
            .act = translated("End “%1”").arg(nameOnButton(sale.name))};
}

Confirmation cancelConfirmation(const Sale &sale, const SaleEffect &effect)
{
    const QString release = releaseText(effect);
    QStringList effects{translated("“%1” is called off for good.").arg(sale.name)};
    if (effect.holds > 0)
        effects +=
            translated("%1: the customers lose them at once, and the units go back into stock.").arg(release);
    if (effect.stock.sold > 0)
        effects += translated("What was bought stays bought: %1.").arg(unitCountText(effect.stock.sold));
    effects += finalText();
    return {.title = translated("Cancel a sale"),
            .effects = effects,
            .act = effect.holds > 0 ? release : translated("Cancel “%1”").arg(nameOnButton(sale.name)),
            .isReversible = false,
            .typedName = sale.name};
}

QString doneText(const SaleActResult &result)
{
    const QString name = result.sale ? result.sale->name : QString();
    switch (result.act) {
    case SaleAct::Create:
        return translated("Made “%1”").arg(name);
    case SaleAct::Edit:
        return translated("Changed “%1”").arg(name);
    case SaleAct::Start:
        return translated("Started “%1”").arg(name);
    case SaleAct::Pause:
        return result.sale && result.sale->holdsFrozenAt
            ? translated("Paused “%1”; the clocks stand still for %2").arg(name, holdsText(result.holds))
            : translated("Paused “%1”; holds can still be bought, and run out as before").arg(name);
    case SaleAct::Resume:
        return result.holds > 0
            ? translated("Resumed “%1”; the clocks run again for %2").arg(name, holdsText(result.holds))
            : translated("Resumed “%1”").arg(name);
    case SaleAct::Extend:
        return result.sale && result.sale->endsAt
            ? translated("Extended “%1”: it ends %2").arg(name, dayAndTimeText(*result.sale->endsAt))
            : translated("Extended “%1”").arg(name);
    case SaleAct::End:
        return translated("Ended “%1”").arg(name);
    case SaleAct::Cancel:
        return result.holds > 0
            ? translated("Cancelled “%1” and released %2").arg(name, holdsText(result.holds))
            : translated("Cancelled “%1”").arg(name);
    }
    Q_UNREACHABLE();
}

} // namespace holdfast
