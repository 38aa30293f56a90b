// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

class QDialog;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace holdfast {

/// The column a dialog of the console is filled from; the dialog deletes itself when it closes.
QVBoxLayout *makeDialogLayout(QDialog *dialog);

/// A paragraph, as plain text: it may hold names that somebody else chose.
QLabel *makeDialogText(const QString &text);

/// Cancel, and the button that acts, in this order at the foot of `layout`. The acting one is named
/// "confirmButton"; `role` is "primary" or "danger", as the style sheet knows them.
QPushButton *addDialogButtons(QDialog *dialog, QVBoxLayout *layout, const QString &role);

} // namespace holdfast
