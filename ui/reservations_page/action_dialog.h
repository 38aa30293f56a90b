// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace holdfast {

/// Asks before holds are released. The button names the effect ("Release 37 reservations"), and a reason is
/// required: it is kept with each reservation.
class ReleaseDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int reasonLengthMax = 200;

    ReleaseDialog(int count, QWidget *parent);

signals:
    void confirmed(const QString &reason);

private:
    QLineEdit *m_reason;
};

/// Asks by how much holds are extended.
class ExtendDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int minutesMax = 60;

    ExtendDialog(int count, QWidget *parent);

signals:
    void confirmed(int seconds);

private:
    void nameEffect(int count);

    QSpinBox *m_minutes;
    QPushButton *m_confirm;
};

} // namespace holdfast
