// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale_edit.h"
#include "ui/sales_page/sale_stock.h"
#include "ui/widgets/confirm_dialog.h"

namespace holdfast {

/// Whether the sale's phase allows it at that moment. The database judges again.
bool isAllowed(SaleAct act, const Sale &sale, Instant now);

/// What an act would touch.
struct SaleEffect
{
    SaleStock stock;
    /// Active holds of its products.
    int holds = 0;
};

/// Each names its effect before it is done.
Confirmation startConfirmation(const Sale &sale, const SaleEffect &effect);
Confirmation endConfirmation(const Sale &sale, const SaleEffect &effect);
/// Nothing brings a cancelled sale back: its name must be typed.
Confirmation cancelConfirmation(const Sale &sale, const SaleEffect &effect);

/// What was done, for people: "Paused “Winter sale”; the clocks of 37 holds stand still".
QString doneText(const SaleActResult &result);

/// "1 hold", "37 holds"
QString holdsText(qint64 holds);
/// "1 unit", "212 units"
QString unitCountText(qint64 units);

} // namespace holdfast
