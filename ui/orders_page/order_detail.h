// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace holdfast {

class OrderLinesModel;

/// The selected order: who bought when for how much, its whole id, and its lines.
class OrderDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit OrderDetail(QWidget *parent = nullptr);

    void showOrder(const Order &order);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitToFont();

    OrderLinesModel *m_lines;
    QLabel *m_title;
    QLabel *m_total;
    QLabel *m_id;
    QTableView *m_table;
};

} // namespace holdfast
