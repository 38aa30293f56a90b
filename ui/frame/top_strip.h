// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/situation.h"
#include "ui/frame/sale_clock.h"

#include <QWidget>

namespace holdfast {

class Badge;
class StatusLight;

/// Is the sale live, is the data fresh, is anything wrong: across the whole window, on every page.
class TopStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit TopStrip(QWidget *parent = nullptr);

    void showSituation(const Situation &situation);
    void showSale(const SaleView &view) { m_sale->showSale(view); }
    const SaleView &saleView() const { return m_sale->saleView(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showAge(const Situation &situation);
    void fitToFont();

    SaleClock *m_sale;
    Badge *m_openAccess;
    Badge *m_demo;
    StatusLight *m_database;
    StatusLight *m_server;
    StatusLight *m_audit;
    StatusLight *m_age;
};

} // namespace holdfast
