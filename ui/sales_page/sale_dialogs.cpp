// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_dialogs.h"

#include "ui/sales_page/sale_acts.h"
#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/moment_edit.h"
#include "ui/widgets/number_text.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

PauseSaleDialog::PauseSaleDialog(const Sale &sale, int holds, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Pause a sale"));
    QVBoxLayout *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(
        tr("Until “%1” is resumed nobody can hold its products. Who holds some already can buy or give back.")
            .arg(sale.name)));
    auto *freeze =
        new QCheckBox(holds == 1 ? tr("Stop the &clock of the 1 hold, too")
                                 : tr("Stop the &clocks of the %1 holds, too").arg(countText(holds)));
    freeze->setObjectName(u"freezeHolds"_s);
    layout->addWidget(freeze);
    layout->addWidget(makeDialogText(tr(
        "Clocks that stand still give every hold its time back when the sale is resumed. Otherwise holds run "
        "out during the pause.")));
    QPushButton *confirm = addDialogButtons(this, layout, u"primary"_s);
    confirm->setText(tr("Pause “%1”").arg(nameOnButton(sale.name)));
    confirm->setFocus();
    connect(this, &QDialog::accepted, this, [this, freeze] { emit confirmed(freeze->isChecked()); });
}

ExtendSaleDialog::ExtendSaleDialog(const Sale &sale, QWidget *parent)
    : QDialog(parent)
{
    const Instant end = sale.endsAt.value();
    setWindowTitle(tr("Extend a sale"));
    QVBoxLayout *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(tr("“%1” ends %2. It can only be put off, not brought forward.")
                                         .arg(sale.name, dayAndTimeText(end))));
    auto *edit = makeMomentEdit(end + 30min);
    edit->setObjectName(u"extendUntil"_s);
    addDialogField(layout, tr("New &end:"), edit);
    QPushButton *confirm = addDialogButtons(this, layout, u"primary"_s);
    const auto judge = [confirm, edit, end] {
        confirm->setEnabled(momentOf(edit) > end);
        confirm->setText(tr("Extend until %1").arg(dayAndTimeText(momentOf(edit))));
    };
    connect(edit, &QDateTimeEdit::dateTimeChanged, this, judge);
    judge();
    edit->setFocus();
    connect(this, &QDialog::accepted, this, [this, edit] { emit confirmed(momentOf(edit)); });
}

} // namespace holdfast
