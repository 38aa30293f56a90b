// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"

#include <QDialog>

namespace holdfast {

/// Asks whether the holds' clocks are to stand still during the pause. Return pauses: it can be undone.
class PauseSaleDialog final : public QDialog
{
    Q_OBJECT

public:
    PauseSaleDialog(const Sale &sale, int holds, QWidget *parent);

signals:
    void confirmed(bool freezeHolds);
};

/// Asks until when a sale goes on: later than it ends now.
class ExtendSaleDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The sale must have an end.
    ExtendSaleDialog(const Sale &sale, QWidget *parent);

signals:
    void confirmed(holdfast::Instant endsAt);
};

} // namespace holdfast
