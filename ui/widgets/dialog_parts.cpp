// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/dialog_parts.h"

#include "ui/theme/fonts.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int nameOnButtonMax = 40;

} // namespace

QVBoxLayout *makeDialogLayout(QDialog *dialog)
{
    auto *layout = new QVBoxLayout(dialog);
    const int em = qRound(emOf(dialog));
    layout->setContentsMargins(em * 7 / 4, em * 3 / 2, em * 7 / 4, em * 3 / 2);
    layout->setSpacing(em);
    dialog->setMinimumWidth(em * 35);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return layout;
}

QLabel *makeDialogText(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QPushButton *addDialogButtons(QDialog *dialog, QVBoxLayout *layout, const QString &role)
{
    auto *cancel = new QPushButton(QDialog::tr("Cancel"));
    cancel->setObjectName(u"cancelButton"_s);
    auto *act = new QPushButton;
    act->setObjectName(u"confirmButton"_s);
    act->setProperty("role", role);
    act->setDefault(true);
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(act);
    layout->addLayout(buttons);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(act, &QPushButton::clicked, dialog, &QDialog::accept);
    return act;
}

void addDialogField(QVBoxLayout *layout, const QString &label, QWidget *field)
{
    auto *name = new QLabel(label);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    name->setBuddy(field);
    layout->addWidget(name);
    layout->addWidget(field);
}

void requireText(QPushButton *act, QLineEdit *field)
{
    const auto look = [act, field] { act->setEnabled(!field->text().trimmed().isEmpty()); };
    QObject::connect(field, &QLineEdit::textChanged, act, look);
    look();
}

QString escapedMnemonics(QString name)
{
    return name.replace(u"&"_s, u"&&"_s);
}

QString nameOnButton(const QString &name)
{
    return escapedMnemonics(name.size() > nameOnButtonMax ? QString(name.left(nameOnButtonMax) + u'…')
                                                          : name);
}

} // namespace holdfast
