// SPDX-License-Identifier: GPL-3.0-only
// How the Orders page is put together; what it does stands in orders_page.cpp.
#include "ui/orders_page/order_detail.h"
#include "ui/orders_page/order_export.h"
#include "ui/orders_page/orders_model.h"
#include "ui/orders_page/orders_page.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"

#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

OrdersPage::OrdersPage(QWidget *parent)
    : QWidget(parent)
    , m_model(new OrdersModel(this))
    , m_export(new OrderExport(this))
    , m_status(new QLabel)
{
    m_status->setTextFormat(Qt::PlainText);
    m_status->setObjectName(u"ordersStatus"_s);
    auto *panel = new Panel(tr("Orders"));
    panel->addToHeader(m_status);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeTools());
    m_empty = new EmptyState(u"sold"_s, tr("No order yet"),
                             tr("Each order appears here with its lines the moment it is placed."));
    auto *rows = new QWidget;
    m_stack = new QStackedLayout(rows);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeContent());
    m_empty->setWaiting(true);
    column->addWidget(rows, 1);
    panel->setContent(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    connectExport();
    addShortcuts();
    fitToFont();
    setFocusProxy(m_table);
}

OrdersPage::~OrdersPage() = default;

QWidget *OrdersPage::makeTools()
{
    m_search = new QLineEdit;
    m_search->setObjectName(u"ordersSearch"_s);
    m_search->setPlaceholderText(tr("Search by order id, customer or product (Ctrl+F)"));
    m_search->setAccessibleName(tr("Search by order id, customer or product"));
    m_search->setClearButtonEnabled(true);
    m_exportButton = new QPushButton(tr("&Export…"));
    m_exportButton->setObjectName(u"exportButton"_s);
    m_exportButton->setToolTip(tr("Write every order that the search finds to a file (Ctrl+S)"));
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(300ms);
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &OrdersPage::searchAnew);
    connect(&m_searchTimer, &QTimer::timeout, this, &OrdersPage::searchAnew);
    connect(m_exportButton, &QPushButton::clicked, this, &OrdersPage::askExport);
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_search, 1);
    row->addWidget(m_exportButton);
    return tools;
}

QWidget *OrdersPage::makeContent()
{
    m_table = makeRowTable(u"ordersTable"_s, tr("Orders, newest first"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(OrdersModel::ProductsColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OrdersPage::showSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &OrdersPage::showSelection);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &OrdersPage::askOlderAtTheFoot);
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, &OrdersPage::askOlderAtTheFoot);
    m_detail = new OrderDetail;
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 3);
    m_lower = new QWidget;
    auto *lower = new QVBoxLayout(m_lower);
    lower->setContentsMargins(0, 0, 0, 0);
    lower->addWidget(makeDividingLine());
    lower->addWidget(m_detail, 1);
    m_lower->hide();
    column->addWidget(m_lower, 2);
    return content;
}

void OrdersPage::connectExport()
{
    connect(m_export, &OrderExport::partRequested, this, &OrdersPage::ordersRequested);
    connect(m_export, &OrderExport::failed, this, &OrdersPage::noteExport);
    connect(m_export, &OrderExport::finished, this, [this](const QString &path, int orders) {
        noteExport(tr("Exported %1 orders to %2").arg(countText(orders), QDir::toNativeSeparators(path)));
    });
}

void OrdersPage::addShortcuts()
{
    // Of the window while the page is in sight: without orders there is no table to focus.
    connect(new QShortcut(Qt::CTRL | Qt::Key_F, this), &QShortcut::activated, this, &OrdersPage::focusSearch);
    connect(new QShortcut(Qt::CTRL | Qt::Key_S, this), &QShortcut::activated, this, &OrdersPage::askExport);
    addShortcut(Qt::Key_Escape, m_table, m_table, &QTableView::clearSelection);
    addShortcut(Qt::Key_Escape, m_search, m_search, &QLineEdit::clear);
    setTabOrder(m_search, m_exportButton);
    setTabOrder(m_exportButton, m_table);
}

void OrdersPage::fitToFont()
{
    const int em = qRound(emOf(this));
    fitRowsToFont(m_table, em);
    m_table->setColumnWidth(OrdersModel::PlacedColumn, em * 12);
    m_table->setColumnWidth(OrdersModel::CustomerColumn, em * 11);
    m_table->setColumnWidth(OrdersModel::UnitsColumn, em * 5);
    m_table->setColumnWidth(OrdersModel::AmountColumn, em * 8);
    m_table->setColumnWidth(OrdersModel::IdColumn, em * 10);
}

void OrdersPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
