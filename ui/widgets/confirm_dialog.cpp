// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/confirm_dialog.h"

#include "ui/widgets/dialog_parts.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

ConfirmDialog::ConfirmDialog(const Confirmation &confirmation, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(confirmation.title);
    QVBoxLayout *layout = makeDialogLayout(this);
    for (const QString &effect : confirmation.effects)
        layout->addWidget(makeDialogText(effect));
    QLineEdit *typed = confirmation.typedName.isEmpty() ? nullptr : askToType(confirmation.typedName, layout);
    QPushButton *confirm =
        addDialogButtons(this, layout, confirmation.isReversible ? u"primary"_s : u"danger"_s);
    confirm->setText(confirmation.act);
    if (typed)
        requireName(confirm, typed, confirmation.typedName);
    else if (confirmation.isReversible)
        confirm->setFocus();
    else
        letReturnCancel(confirm);
}

QLineEdit *ConfirmDialog::askToType(const QString &name, QVBoxLayout *layout)
{
    auto *typed = new QLineEdit;
    typed->setObjectName(u"typedName"_s);
    typed->setPlaceholderText(name);
    addDialogField(layout, tr("&Type its name to confirm: %1").arg(escapedMnemonics(name)), typed);
    typed->setFocus();
    return typed;
}

void ConfirmDialog::requireName(QPushButton *confirm, const QLineEdit *typed, const QString &name)
{
    confirm->setEnabled(false);
    connect(typed, &QLineEdit::textChanged, confirm,
            [confirm, name](const QString &text) { confirm->setEnabled(text.trimmed() == name.trimmed()); });
}

void ConfirmDialog::letReturnCancel(QPushButton *confirm)
{
    confirm->setDefault(false);
    auto *cancel = findChild<QPushButton *>(u"cancelButton"_s);
    cancel->setAutoDefault(true);
    cancel->setDefault(true);
    cancel->setFocus();
}

} // namespace holdfast
