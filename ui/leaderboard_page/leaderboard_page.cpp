// SPDX-License-Identifier: GPL-3.0-only
#include "ui/leaderboard_page/leaderboard_page.h"

#include "ui/leaderboard_page/wall_header.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString titleOf(PurchaseOrder order)
{
    switch (order) {
    case PurchaseOrder::OldestFirst:
    case PurchaseOrder::NewestFirst:
        return LeaderboardPage::tr("Purchases as they happened");
    case PurchaseOrder::ByQuantity:
        return LeaderboardPage::tr("Most units in one purchase");
    case PurchaseOrder::ByAmount:
        return LeaderboardPage::tr("Largest purchases");
    }
    Q_UNREACHABLE();
}

} // namespace

LeaderboardPage::LeaderboardPage(const Catalogue &catalogue, QWidget *parent)
    : QWidget(parent)
    , m_wallHeader(new WallHeader)
    , m_panel(new Panel(tr("Leaderboard")))
    , m_orders(new QButtonGroup(this))
{
    constexpr std::array orders{PurchaseOrder::OldestFirst, PurchaseOrder::ByQuantity,
                                PurchaseOrder::ByAmount};
    for (size_t order = 0; order < orders.size(); ++order)
        m_models[order] =
            new PurchasesModel(catalogue, orders[order], PurchasesModel::leaderboardRowsMax, this);
    m_panel->addToHeader(makeOrderButtons());
    makeTable();
    m_content = new QWidget;
    m_content->installEventFilter(this);
    auto *frame = new QVBoxLayout(m_content);
    frame->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedLayout;
    frame->addLayout(m_stack);
    m_empty = new EmptyState(u"leaderboard"_s, tr("Nobody has bought yet"),
                             tr("The first purchase appears here the moment it is final."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_panel->setContent(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_wallHeader);
    layout->addWidget(m_panel, 1);
    m_wallHeader->hide();
    showOrder(0);
}

QWidget *LeaderboardPage::makeOrderButtons()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const QString &text : {tr("As they &happened"), tr("By &quantity"), tr("By &amount")}) {
        auto *button = new QPushButton(text);
        button->setCheckable(true);
        m_orders->addButton(button, static_cast<int>(m_orders->buttons().size()));
        layout->addWidget(button);
    }
    m_orders->button(0)->setChecked(true);
    connect(m_orders, &QButtonGroup::idClicked, this, &LeaderboardPage::showOrder);
    auto *wall = new QPushButton(tr("&Wall mode"));
    wall->setToolTip(tr("Large type for an audience, names masked, money hidden (F11)"));
    layout->addSpacing(12);
    layout->addWidget(wall);
    connect(wall, &QPushButton::clicked, this, &LeaderboardPage::wallModeWanted);
    row->setObjectName(u"leaderboardTools"_s);
    return row;
}

void LeaderboardPage::makeTable()
{
    m_table = makeRowTable(u"leaderboardTable"_s, tr("Purchases"));
    setFocusProxy(m_table);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
}

void LeaderboardPage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    for (PurchasesModel *model : m_models)
        model->gather(gathered.changes.purchases, gathered.isSnapshot);
    m_isEdited = m_isEdited || products.isEdited;
}

void LeaderboardPage::apply(const SaleView &sale)
{
    const QScrollBar *bar = m_table->verticalScrollBar();
    const bool isAtEnd = bar->value() >= bar->maximum() - m_table->verticalHeader()->defaultSectionSize();
    shown()->apply();
    if (std::exchange(m_isEdited, false)) {
        for (PurchasesModel *model : m_models)
            model->refreshProducts();
    }
    m_stack->setCurrentIndex(shown()->rowCount() > 0 ? 1 : 0);
    m_empty->setWaiting(sale.isWaiting);
    m_wallHeader->showSale(sale);
    if (isAtEnd)
        followNewest();
}

/// Purchases in order grow at the end, as a log does: who looks at the end goes on seeing it.
void LeaderboardPage::followNewest()
{
    if (shown()->order() == PurchaseOrder::OldestFirst)
        m_table->scrollToBottom();
}

void LeaderboardPage::showOrder(int order)
{
    m_order = order;
    QItemSelectionModel *oldSelection = m_table->selectionModel();
    m_table->setModel(shown());
    delete oldSelection;
    shown()->apply();
    m_panel->setTitle(titleOf(shown()->order()));
    m_table->setColumnHidden(PurchasesModel::RankColumn, shown()->order() == PurchaseOrder::OldestFirst);
    QHeaderView *header = m_table->horizontalHeader();
    header->moveSection(header->visualIndex(PurchasesModel::RankColumn), 0);
    m_table->setColumnHidden(PurchasesModel::AmountColumn, m_isWall);
    header->setSectionResizeMode(PurchasesModel::ProductColumn, QHeaderView::Stretch);
    fitToFont();
    if (shown()->order() == PurchaseOrder::OldestFirst)
        m_table->scrollToBottom();
    else
        m_table->scrollToTop();
}

void LeaderboardPage::setWallMode(bool isWall)
{
    m_isWall = isWall;
    for (PurchasesModel *model : m_models)
        model->setPrivate(isWall);
    m_wallHeader->setVisible(isWall);
    findChild<QWidget *>(u"leaderboardTools"_s)->setVisible(!isWall);
    showOrder(m_order);
}

void LeaderboardPage::fitToFont()
{
    const double em = emOf(this);
    const double scale = m_isWall ? 1.5 : 1.0;
    const int unit = qRound(em * scale);
    m_table->setFont(scaledFont(font(), scale));
    m_table->horizontalHeader()->setFont(scaledFont(font(), m_isWall ? 1.1 : 1.0));
    fitRowsToFont(m_table, unit);
    m_table->setColumnWidth(PurchasesModel::RankColumn, unit * 4);
    m_table->setColumnWidth(PurchasesModel::TimeColumn, unit * 8);
    m_table->setColumnWidth(PurchasesModel::CustomerColumn, unit * (m_isWall ? 6 : 12));
    m_table->setColumnWidth(PurchasesModel::QuantityColumn, unit * 5);
    m_table->setColumnWidth(PurchasesModel::AmountColumn, unit * 9);
    layout()->setSpacing(qRound(em * 0.75));
    fitWholeRows();
}

/// Who watches the end of the list sees no half row at its beginning.
void LeaderboardPage::fitWholeRows()
{
    const int room = m_content->height() - m_table->horizontalHeader()->sizeHint().height();
    const int rowHeight = m_table->verticalHeader()->defaultSectionSize();
    m_content->layout()->setContentsMargins(0, 0, 0, std::max(room, 0) % rowHeight);
}

bool LeaderboardPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_content && event->type() == QEvent::Resize)
        fitWholeRows();
    return QWidget::eventFilter(watched, event);
}

void LeaderboardPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
