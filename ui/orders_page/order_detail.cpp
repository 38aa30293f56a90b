// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/order_detail.h"

#include "ui/orders_page/order_lines_model.h"
#include "ui/orders_page/orders_model.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/row_table.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

OrderDetail::OrderDetail(QWidget *parent)
    : QWidget(parent)
    , m_lines(new OrderLinesModel(this))
    , m_title(new QLabel)
    , m_total(new QLabel)
    , m_id(new QLabel)
    , m_table(makeRowTable(u"orderLinesTable"_s, tr("Lines of the selected order")))
{
    for (QLabel *label : {m_title, m_total, m_id})
        label->setTextFormat(Qt::PlainText);
    m_title->setObjectName(u"orderTitle"_s);
    m_total->setObjectName(u"orderTotal"_s);
    m_id->setObjectName(u"orderId"_s);
    m_id->setAccessibleName(tr("Order id"));
    m_id->setProperty("role", u"muted"_s);
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setModel(m_lines);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->horizontalHeader()->setSectionResizeMode(OrderLinesModel::ProductColumn, QHeaderView::Stretch);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_total);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(head);
    column->addWidget(m_id);
    column->addWidget(m_table, 1);
    fitToFont();
}

void OrderDetail::showOrder(const Order &order)
{
    m_lines->show(order);
    const qint64 units = unitsOf(order);
    m_title->setText(tr("%1 bought %2 on %3")
                         .arg(order.username,
                              units == 1 ? tr("1 unit") : tr("%1 units").arg(countText(units)),
                              dayAndTimeText(order.createdAt)));
    m_total->setText(tr("Total %1").arg(moneyText(order.amount, order.currency)));
    m_id->setText(order.id.text());
}

void OrderDetail::fitToFont()
{
    const int em = qRound(emOf(this));
    fitRowsToFont(m_table, em);
    m_table->setColumnWidth(OrderLinesModel::QuantityColumn, em * 6);
    m_table->setColumnWidth(OrderLinesModel::PriceColumn, em * 9);
    m_table->setColumnWidth(OrderLinesModel::AmountColumn, em * 9);
    m_title->setFont(scaledFont(font(), 1.1, QFont::DemiBold));
    m_total->setFont(scaledFont(font(), 1.1, QFont::Bold));
}

void OrderDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
