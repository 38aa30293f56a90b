// SPDX-License-Identifier: GPL-3.0-only
// How the Products page is put together; what it does stands in products_page.cpp and product_acts.cpp.
#include "ui/products_page/movements_model.h"
#include "ui/products_page/product_cell_delegate.h"
#include "ui/products_page/product_filter.h"
#include "ui/products_page/products_model.h"
#include "ui/products_page/products_page.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"
#include "ui/widgets/undo_bar.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

ProductsPage::ProductsPage(const Catalogue &catalogue, const QHash<SaleId, Sale> &sales, QWidget *parent)
    : QWidget(parent)
    , m_catalogue(catalogue)
    , m_model(new ProductsModel(catalogue, sales, this))
    , m_filter(new ProductFilter(this))
    , m_movements(new MovementsModel(this))
    , m_delegate(new ProductCellDelegate(this))
    , m_status(new QLabel)
{
    m_filter->setSourceModel(m_model);
    m_status->setObjectName(u"productsStatus"_s);
    m_status->setTextFormat(Qt::PlainText);
    auto *panel = new Panel(tr("Products"));
    panel->addToHeader(m_status);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeToolRow());
    column->addWidget(makeRows(), 1);
    m_undo = new UndoBar(this);
    column->addWidget(m_undo);
    panel->setContent(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel, 5);
    layout->addWidget(makeHistory(), 2);
    addShortcuts();
    fitToFont();
    showSelection();
}

QPushButton *ProductsPage::makeButton(const QString &name, const QString &text, const QString &tip,
                                      void (ProductsPage::*ask)())
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(tip);
    connect(button, &QPushButton::clicked, this, ask);
    return button;
}

QWidget *ProductsPage::makeToolRow()
{
    m_filterText = new QLineEdit;
    m_filterText->setObjectName(u"productsFilter"_s);
    m_filterText->setPlaceholderText(tr("Search name, category, description or number (Ctrl+F)"));
    m_filterText->setAccessibleName(tr("Search name, category, description or number"));
    m_filterText->setClearButtonEnabled(true);
    m_filterCategory = new QComboBox;
    m_filterCategory->setObjectName(u"productsCategory"_s);
    m_filterCategory->setAccessibleName(tr("Filter by category"));
    m_filterCategory->addItem(tr("All categories"));
    m_filterCategory->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_filterCategory->setMinimumContentsLength(14);
    connect(m_filterText, &QLineEdit::textChanged, this, &ProductsPage::applyFilter);
    connect(m_filterCategory, &QComboBox::currentIndexChanged, this, &ProductsPage::applyFilter);
    m_create =
        makeButton(u"createButton"_s, tr("&New…"), tr("Create a product (Ctrl+N)"), &ProductsPage::askCreate);
    m_create->setProperty("role", u"primary"_s);
    m_edit = makeButton(u"editButton"_s, tr("&Edit…"), tr("Edit the selected product (Return)"),
                        &ProductsPage::askEdit);
    m_restock = makeButton(u"restockButton"_s, tr("Re&stock…"),
                           tr("Add units to the selected product (Ctrl+R)"), &ProductsPage::askRestock);
    m_archive =
        makeButton(u"archiveButton"_s, tr("&Archive…"),
                   tr("Take the selected product off the catalogue (Delete)"), &ProductsPage::askArchive);
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_filterText, 1);
    for (QWidget *tool :
         std::initializer_list<QWidget *>{m_filterCategory, m_create, m_edit, m_restock, m_archive})
        row->addWidget(tool);
    return tools;
}

QWidget *ProductsPage::makeRows()
{
    m_table = makeRowTable(u"productsTable"_s, tr("Products"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(m_delegate);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ProductsModel::NameColumn, Qt::AscendingOrder);
    for (const int wide : {ProductsModel::NameColumn, ProductsModel::SaleColumn})
        m_table->horizontalHeader()->setSectionResizeMode(wide, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ProductsPage::showSelection);
    // Not activated(): some desktops activate with every click.
    connect(m_table, &QTableView::doubleClicked, this, &ProductsPage::askEdit);
    setFocusProxy(m_create);
    m_empty = new EmptyState(u"products"_s, tr("No product yet"),
                             tr("Create the first one with New (Ctrl+N), or through the API:"));
    m_noMatch = new EmptyState(u"products"_s, tr("No product matches"),
                               tr("Escape in the search field shows all of them again."));
    auto *rows = new QWidget;
    m_stack = new QStackedLayout(rows);
    for (QWidget *page : std::initializer_list<QWidget *>{m_empty, m_noMatch, m_table})
        m_stack->addWidget(page);
    m_empty->setWaiting(true);
    return rows;
}

QWidget *ProductsPage::makeHistory()
{
    m_history = new Panel(tr("Stock movements"));
    m_movementsTable = makeRowTable(u"movementsTable"_s, tr("Stock movements, newest first"));
    m_movementsTable->setModel(m_movements);
    m_movementsTable->horizontalHeader()->setSectionResizeMode(MovementsModel::ReasonColumn,
                                                               QHeaderView::Stretch);
    m_movementsRemark = new QLabel;
    m_movementsRemark->setObjectName(u"movementsRemark"_s);
    m_movementsRemark->setTextFormat(Qt::PlainText);
    m_movementsRemark->setWordWrap(true);
    m_movementsRemark->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *content = new QWidget;
    m_movementsStack = new QStackedLayout(content);
    m_movementsStack->addWidget(m_movementsRemark);
    m_movementsStack->addWidget(m_movementsTable);
    m_history->setContent(content);
    return m_history;
}

void ProductsPage::addShortcuts()
{
    addShortcut(Qt::CTRL | Qt::Key_F, this, this, &ProductsPage::focusFilter);
    addShortcut(Qt::CTRL | Qt::Key_N, this, this, &ProductsPage::askCreate);
    addShortcut(Qt::CTRL | Qt::Key_E, this, this, &ProductsPage::askEdit);
    addShortcut(Qt::CTRL | Qt::Key_R, this, this, &ProductsPage::askRestock);
    // On the table only: in the search field these keys edit text.
    addShortcut(Qt::Key_Return, m_table, this, &ProductsPage::askEdit);
    addShortcut(Qt::Key_Enter, m_table, this, &ProductsPage::askEdit);
    addShortcut(Qt::Key_Delete, m_table, this, &ProductsPage::askArchive);
    addShortcut(Qt::Key_Escape, m_table, m_table, &QTableView::clearSelection);
    addShortcut(Qt::Key_Escape, m_filterText, m_filterText, &QLineEdit::clear);
    QWidget *order[] = {m_filterText, m_filterCategory, m_create, m_edit,          m_restock,
                        m_archive,    m_table,          m_undo,   m_movementsTable};
    for (size_t at = 1; at < std::size(order); ++at)
        setTabOrder(order[at - 1], order[at]);
}

void ProductsPage::fitToFont()
{
    const int em = qRound(emOf(this));
    layout()->setSpacing(em * 3 / 4);
    fitRowsToFont(m_table, em);
    fitRowsToFont(m_movementsTable, em);
    const std::pair<int, double> widths[] = {
        {ProductsModel::CategoryColumn, 7}, {ProductsModel::PriceColumn, 6.5},
        {ProductsModel::StockColumn, 7},    {ProductsModel::AvailableColumn, 4.3},
        {ProductsModel::HeldColumn, 4.3},   {ProductsModel::SoldColumn, 4.3},
        {ProductsModel::TotalColumn, 4.3},  {ProductsModel::LimitColumn, 3.6},
        {ProductsModel::HoldTimeColumn, 5}, {ProductsModel::VersionColumn, 5},
    };
    for (const auto &[column, ems] : widths)
        m_table->setColumnWidth(column, qRound(em * ems));
    m_movementsTable->setColumnWidth(MovementsModel::TimeColumn, em * 11);
    m_movementsTable->setColumnWidth(MovementsModel::KindColumn, em * 8);
    m_movementsTable->setColumnWidth(MovementsModel::QuantityColumn, em * 6);
    m_movementsTable->setColumnWidth(MovementsModel::ActorColumn, em * 14);
}

void ProductsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
