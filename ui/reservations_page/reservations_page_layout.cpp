// SPDX-License-Identifier: GPL-3.0-only
// How the Reservations page is put together; what it does stands in reservations_page.cpp.
#include "ui/reservations_page/reservations_page.h"

#include "ui/reservations_page/countdown_delegate.h"
#include "ui/reservations_page/reservations_model.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"

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

ReservationsPage::ReservationsPage(const Catalogue &catalogue, const ServerClock &clock, QWidget *parent)
    : QWidget(parent)
    , m_catalogue(catalogue)
    , m_model(new ReservationsModel(catalogue, clock, this))
    , m_status(new QLabel)
{
    auto *panel = new Panel(tr("Reservations"));
    panel->addToHeader(m_status);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeToolRow());
    makeTable();
    m_empty = new EmptyState(u"reservations"_s, tr("No active reservation"),
                             tr("Each hold appears here the moment somebody reserves. Try it:"));
    auto *rows = new QWidget;
    m_stack = new QStackedLayout(rows);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    column->addWidget(rows, 1);
    panel->setContent(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    addShortcuts();
    fitToFont();
    showSelection();
}

QWidget *ReservationsPage::makeToolRow()
{
    m_filterText = new QLineEdit;
    m_filterText->setObjectName(u"filterText"_s);
    m_filterText->setPlaceholderText(tr("Filter by customer, product or id (Ctrl+F)"));
    m_filterText->setAccessibleName(tr("Filter by customer, product or id"));
    m_filterText->setClearButtonEnabled(true);
    m_filterProduct = new QComboBox;
    m_filterProduct->setAccessibleName(tr("Filter by product"));
    m_filterProduct->addItem(tr("All products"));
    m_filterProduct->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_filterProduct->setMinimumContentsLength(16);
    m_extend = new QPushButton(tr("&Extend…"));
    m_extend->setToolTip(tr("Extend the selected reservations (Ctrl+E)"));
    m_release = new QPushButton(tr("&Release…"));
    m_release->setToolTip(tr("Release the selected reservations (Delete)"));
    m_release->setProperty("role", u"danger"_s);
    connect(m_filterText, &QLineEdit::textChanged, this, &ReservationsPage::applyFilter);
    connect(m_filterProduct, &QComboBox::currentIndexChanged, this, &ReservationsPage::applyFilter);
    connect(m_extend, &QPushButton::clicked, this, &ReservationsPage::askExtend);
    connect(m_release, &QPushButton::clicked, this, &ReservationsPage::askRelease);

    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_filterText, 1);
    row->addWidget(m_filterProduct);
    row->addWidget(m_extend);
    row->addWidget(m_release);
    return tools;
}

void ReservationsPage::makeTable()
{
    m_table = makeRowTable(u"reservationsTable"_s, tr("Active reservations, soonest end first"));
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(ReservationsModel::ExpiresInColumn, new CountdownDelegate(this));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    setFocusProxy(m_table);
    m_table->horizontalHeader()->setSectionResizeMode(ReservationsModel::ProductColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReservationsPage::showSelection);
}

void ReservationsPage::addShortcuts()
{
    addShortcut(Qt::CTRL | Qt::Key_F, this, this, &ReservationsPage::focusFilter);
    addShortcut(Qt::CTRL | Qt::Key_E, this, this, &ReservationsPage::askExtend);
    // On the table only: in the filter these keys edit text.
    addShortcut(Qt::Key_Delete, m_table, this, &ReservationsPage::askRelease);
    addShortcut(Qt::Key_Escape, m_table, m_table, &QTableView::clearSelection);
    addShortcut(Qt::Key_Escape, m_filterText, m_filterText, &QLineEdit::clear);
    setTabOrder(m_filterText, m_filterProduct);
    setTabOrder(m_filterProduct, m_extend);
    setTabOrder(m_extend, m_release);
    setTabOrder(m_release, m_table);
}

void ReservationsPage::fitToFont()
{
    const int em = qRound(emOf(this));
    fitRowsToFont(m_table, em);
    m_table->setColumnWidth(ReservationsModel::ExpiresInColumn, em * 12);
    m_table->setColumnWidth(ReservationsModel::CustomerColumn, em * 12);
    m_table->setColumnWidth(ReservationsModel::QuantityColumn, em * 5);
    m_table->setColumnWidth(ReservationsModel::HeldAtColumn, em * 7);
    m_table->setColumnWidth(ReservationsModel::IdColumn, em * 11);
}

void ReservationsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
