// SPDX-License-Identifier: GPL-3.0-only
// How the Sales page is put together; what it does stands in sales_page.cpp.
#include "ui/sales_page/sale_delegates.h"
#include "ui/sales_page/sale_detail.h"
#include "ui/sales_page/sales_model.h"
#include "ui/sales_page/sales_page.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"
#include "ui/widgets/undo_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

SalesPage::SalesPage(const Catalogue &catalogue, const ServerClock &clock, CountHolds countHolds,
                     QWidget *parent)
    : QWidget(parent)
    , m_catalogue(catalogue)
    , m_clock(clock)
    , m_countHolds(std::move(countHolds))
    , m_model(new SalesModel(catalogue, clock, this))
    , m_status(new QLabel)
    , m_detail(new SaleDetail(catalogue, clock))
{
    m_status->setTextFormat(Qt::PlainText);
    m_status->setObjectName(u"salesStatus"_s);
    makeTable();
    m_empty =
        new EmptyState(u"calendar"_s, tr("No sale yet"),
                       tr("Products outside a sale sell at any time. A sale opens and closes its products "
                          "on the second, and can be paused."));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 1);
    column->addWidget(makeDividingLine());
    column->addWidget(m_detail, 1);
    auto *rows = new QWidget;
    m_stack = new QStackedLayout(rows);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto *panel = new Panel(tr("Sales"));
    panel->addToHeader(m_status);
    panel->addToHeader(makeTools());
    panel->setContent(rows);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel, 1);
    m_undo = new UndoBar(this);
    layout->addWidget(m_undo);
    connectDetail();
    // Of the window while the page is in sight: with no sale there is nothing to focus.
    connect(new QShortcut(Qt::CTRL | Qt::Key_N, this), &QShortcut::activated, this, &SalesPage::askCreate);
    addShortcut(Qt::Key_Return, m_table, this, &SalesPage::askEdit);
    setFocusProxy(m_table);
    fitToFont();
}

QWidget *SalesPage::makeTools()
{
    m_edit = new QPushButton(tr("Ed&it…"));
    m_edit->setObjectName(u"editSaleButton"_s);
    m_edit->setToolTip(tr("Edit the selected sale (Return)"));
    m_create = new QPushButton(tr("Ne&w sale…"));
    m_create->setObjectName(u"createButton"_s);
    m_create->setToolTip(tr("Make a sale (Ctrl+N)"));
    m_create->setProperty("role", u"primary"_s);
    connect(m_edit, &QPushButton::clicked, this, &SalesPage::askEdit);
    connect(m_create, &QPushButton::clicked, this, &SalesPage::askCreate);
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_edit);
    row->addWidget(m_create);
    return tools;
}

void SalesPage::makeTable()
{
    m_table = makeRowTable(u"salesTable"_s, tr("Sales, those that are live or paused first"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(SalesModel::NameColumn, QHeaderView::Stretch);
    m_table->setItemDelegateForColumn(SalesModel::PhaseColumn, new SalePhaseDelegate(this));
    m_table->setItemDelegateForColumn(SalesModel::UnitsColumn, new UnitsDelegate(this));
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SalesPage::showSelection);
}

void SalesPage::connectDetail()
{
    connect(m_detail, &SaleDetail::wanted, this, &SalesPage::ask);
    connect(m_detail, &SaleDetail::extensionWanted, this, &SalesPage::extendBy);
}

void SalesPage::fitToFont()
{
    const int em = qRound(emOf(this));
    fitUnitRowsToFont(m_table, em);
    m_table->setColumnWidth(SalesModel::PhaseColumn, em * 9);
    m_table->setColumnWidth(SalesModel::StartsColumn, em * 10);
    m_table->setColumnWidth(SalesModel::EndsColumn, em * 10);
    m_table->setColumnWidth(SalesModel::NextColumn, em * 15);
    m_table->setColumnWidth(SalesModel::ProductsColumn, em * 6);
    m_table->setColumnWidth(SalesModel::UnitsColumn, em * 14);
}

void SalesPage::fitToRows()
{
    constexpr int rowsMin = 4;
    constexpr int rowsMax = 1'000;
    const int rows = std::clamp(m_model->rowCount(), rowsMin, rowsMax);
    const int most = m_table->horizontalHeader()->sizeHint().height()
        + rows * m_table->verticalHeader()->defaultSectionSize() + 2 * m_table->frameWidth();
    if (m_table->maximumHeight() != most)
        m_table->setMaximumHeight(most);
}

void SalesPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
