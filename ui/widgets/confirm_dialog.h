// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace holdfast {

/// An act as people are told of it before it is done.
struct Confirmation
{
    QString title;
    /// What happens, to what, and whether there is a way back; a paragraph each, plain text.
    QStringList effects;
    /// On the button: the act and its object, "Archive “Aurora lamp”". See nameOnButton().
    QString act;
    /// Return confirms what has a way back, and cancels what has none.
    bool isReversible = false;
    /// For what nothing brings back: this must be typed before the button can be pressed. Empty: nothing.
    QString typedName = {};
};

/// Asks before an act that others feel, and names its effect. accepted() tells that it was confirmed. The
/// button that acts is named "confirmButton", the other "cancelButton", the field "typedName".
class ConfirmDialog : public QDialog
{
    Q_OBJECT

public:
    ConfirmDialog(const Confirmation &confirmation, QWidget *parent);

private:
    QLineEdit *askToType(const QString &name, QVBoxLayout *layout);
    void requireName(QPushButton *confirm, const QLineEdit *typed, const QString &name);
    void letReturnCancel(QPushButton *confirm);
};

} // namespace holdfast
