// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"
#include "domain/quantity.h"
#include "ui/products_page/answered_dialog.h"

class QLineEdit;
class QSpinBox;

namespace holdfast {

/// Asks how many units come to a product, and why. The button names the effect.
class RestockDialog final : public AnsweredDialog
{
    Q_OBJECT

public:
    RestockDialog(const Product &product, QWidget *parent);

signals:
    /// `reason` is not blank.
    void restockRequested(holdfast::ProductId product, holdfast::Quantity quantity, const QString &reason);

private:
    Step ask() override;
    void nameEffect();

    const Product m_product;
    QSpinBox *m_quantity;
    QLineEdit *m_reason;
};

} // namespace holdfast
