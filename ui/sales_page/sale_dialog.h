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

/// A sale's name, window and products, to be made or changed. Times are entered in the desktop's time zone;
/// `now` is the database's time. One that has started keeps its start; products that are held stay where they
/// are.
class SaleDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Nothing asks for a new sale. One that is over must not be given.
    SaleDialog(const Catalogue &catalogue, Instant now, const std::optional<Sale> &sale, QWidget *parent);

signals:
    void created(const holdfast::NewSale &sale);
    /// Names what was changed, and the version it was changed in.
    void edited(const holdfast::SaleEdit &edit);

private:
    enum class Start { ByHand, Now, At };

    void addWindow(QVBoxLayout *layout);
    void addProducts(QVBoxLayout *layout, const Catalogue &catalogue);
    void fill(const Sale &sale);
    void filterProducts(const QString &text);
    Start start() const;
    NewSale entered() const;
    SaleEdit changes() const;
    bool isChanged() const;
    /// Why it cannot be as it stands; empty when it can.
    QString fault() const;
    QString actText() const;
    void judge();
    void finish();

    const Instant m_now;
    const std::optional<Sale> m_sale;
    /// What stood in the dialog when it opened.
    NewSale m_before;
    QLineEdit *m_name;
    QComboBox *m_start;
    QDateTimeEdit *m_startsAt;
    QCheckBox *m_hasEnd;
    QDateTimeEdit *m_endsAt;
    QListWidget *m_products;
    QLabel *m_fault;
    QPushButton *m_confirm;
};

} // namespace holdfast
