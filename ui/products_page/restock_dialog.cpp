// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/restock_dialog.h"

#include "domain/product_edit.h"
#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/number_text.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

RestockDialog::RestockDialog(const Product &product, QWidget *parent)
    : AnsweredDialog(parent)
    , m_product(product)
    , m_quantity(new QSpinBox)
    , m_reason(new QLineEdit)
{
    setWindowTitle(tr("Restock “%1”").arg(product.name));
    column()->addWidget(
        makeDialogText(tr("The units can be bought at once. The stock is %1 in all, of which %2 are left.")
                           .arg(countText(product.stock.total), countText(product.stock.available))));
    addDialogField(column(), tr("&Units to add:"), m_quantity);
    const qint64 room = ProductLimits::totalStockMax - product.stock.total;
    m_quantity->setRange(1, static_cast<int>(std::clamp<qint64>(room, 1, Quantity::maximum)));
    m_quantity->setGroupSeparatorShown(true);
    m_quantity->setMinimumHeight(2 * fontMetrics().height());
    addDialogField(column(), tr("&Reason, kept with the movement:"), m_reason);
    m_reason->setObjectName(u"restockReason"_s);
    m_reason->setMaxLength(ProductLimits::reasonLengthMax);
    m_reason->setPlaceholderText(tr("for example: second delivery"));
    addFoot({});
    requireText(confirmButton(), m_reason);
    connect(m_quantity, &QSpinBox::valueChanged, this, &RestockDialog::nameEffect);
    nameEffect();
    m_quantity->setFocus();
    m_quantity->selectAll();
}

void RestockDialog::nameEffect()
{
    const int units = m_quantity->value();
    const QString name = nameOnButton(m_product.name);
    setAct(units == 1 ? tr("Add 1 unit to “%1”").arg(name)
                      : tr("Add %1 units to “%2”").arg(countText(units), name));
}

AnsweredDialog::Step RestockDialog::ask()
{
    const auto quantity = Quantity::from(m_quantity->value());
    if (!quantity)
        return Step::Mend;
    emit restockRequested(m_product.id, *quantity, m_reason->text().trimmed());
    return Step::Asked;
}

} // namespace holdfast
