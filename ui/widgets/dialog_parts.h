// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

class QDialog;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace holdfast {

/// The column a dialog of the console is filled from; the dialog deletes itself when it closes.
QVBoxLayout *makeDialogLayout(QDialog *dialog);

/// A paragraph, as plain text: it may hold names that somebody else chose.
QLabel *makeDialogText(const QString &text);

/// Cancel, and the button that acts, in this order at the foot of `layout`. The acting one is named
/// "confirmButton"; `role` is "primary" or "danger", as the style sheet knows them.
QPushButton *addDialogButtons(QDialog *dialog, QVBoxLayout *layout, const QString &role);

/// `field` under the label that names it; the label's mnemonic reaches the field.
void addDialogField(QVBoxLayout *layout, const QString &label, QWidget *field);

/// `act` can be pressed only while `field` holds more than blanks.
void requireText(QPushButton *act, QLineEdit *field);

/// A name that somebody chose: its ampersands are no mnemonics.
QString escapedMnemonics(QString name);

/// The same as a button shows it, cut to a bearable length.
QString nameOnButton(const QString &name);

} // namespace holdfast
