// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/server_clock.h"

#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QMenu;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace holdfast {

class SaleClock;
class SaleProductsModel;

/// The selected sale: its phase and countdown, its window, its products, and what can be done to it. Buttons
/// are enabled by the sale's phase; they only ask, the page decides how.
class SaleDetail final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the widget.
    SaleDetail(const Catalogue &catalogue, const ServerClock &clock, QWidget *parent = nullptr);

    void showSale(const std::optional<Sale> &sale);
    /// Stock or time moved: brings numbers, countdown and buttons up to date.
    void refresh();

signals:
    void wanted(holdfast::SaleAct act);
    /// Of SaleAct::Extend.
    void extensionWanted(std::chrono::seconds time);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct ActButton
    {
        SaleAct act;
        QPushButton *button;
    };

    QWidget *makeHead();
    QWidget *makeActs();
    QPushButton *makeAct(SaleAct act, const QString &text, const QString &name, const QString &role);
    QMenu *makeExtensionMenu();
    void fitToFont();
    QString windowText() const;

    const ServerClock &m_clock;
    SaleProductsModel *m_products;
    SaleClock *m_head;
    QLabel *m_window;
    QTableView *m_table;
    QWidget *m_content;
    QLabel *m_hint;
    QStackedLayout *m_stack;
    QList<ActButton> m_acts;
    std::optional<Sale> m_sale;
};

} // namespace holdfast
