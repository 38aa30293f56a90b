// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale_edit.h"
#include "ui/feed/catalogue.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace holdfast {

/// Asks what a new sale is made from: its name, its window, its products. Times are entered in the desktop's
/// time zone; `now` is the database's time.
class CreateSaleDialog final : public QDialog
{
    Q_OBJECT

public:
    CreateSaleDialog(const Catalogue &catalogue, Instant now, QWidget *parent);

signals:
    void confirmed(const holdfast::NewSale &sale);

private:
    enum class Start { ByHand, Now, At };

    void addWindow(QVBoxLayout *layout);
    void addProducts(QVBoxLayout *layout, const Catalogue &catalogue);
    void filterProducts(const QString &text);
    Start start() const;
    NewSale sale() const;
    /// Why it cannot be made as it stands; empty when it can.
    QString fault() const;
    void judge();

    const Instant m_now;
    QLineEdit *m_name;
    QComboBox *m_start;
    QDateTimeEdit *m_startsAt;
    QCheckBox *m_hasEnd;
    QDateTimeEdit *m_endsAt;
    QListWidget *m_products;
    QLabel *m_fault;
    QPushButton *m_confirm;
};

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
