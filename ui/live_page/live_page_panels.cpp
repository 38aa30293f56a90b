// SPDX-License-Identifier: GPL-3.0-only
// The four cards of the Live page; what happens in them stands in live_page.cpp.
#include "ui/live_page/live_page.h"

#include "ui/leaderboard_page/purchases_model.h"
#include "ui/live_page/alarm_delegate.h"
#include "ui/live_page/alarm_model.h"
#include "ui/live_page/purchase_delegate.h"
#include "ui/live_page/stock_delegate.h"
#include "ui/live_page/stock_legend.h"
#include "ui/live_page/stock_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/rate_plot.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStackedLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QListView *makeList(const QString &name, QAbstractItemModel *model, QAbstractItemDelegate *delegate)
{
    auto *view = new QListView;
    view->setAccessibleName(name);
    view->setModel(model);
    view->setItemDelegate(delegate);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    return view;
}

/// Either `empty` (index 0) or `full` (index 1).
QStackedLayout *stack(Panel *panel, QWidget *empty, QWidget *full)
{
    auto *content = new QWidget;
    auto *layout = new QStackedLayout(content);
    layout->addWidget(empty);
    layout->addWidget(full);
    panel->setContent(content);
    return layout;
}

QLabel *makeRemark(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

} // namespace

QWidget *LivePage::makeStockPanel()
{
    auto *panel = new Panel(tr("Stock"));
    m_order = new QComboBox;
    m_order->setAccessibleName(tr("Order of the products"));
    m_order->addItem(tr("Nearly gone first"), static_cast<int>(StockOrder::NearlyGone));
    m_order->addItem(tr("By name"), static_cast<int>(StockOrder::Name));
    m_order->addItem(tr("By price"), static_cast<int>(StockOrder::Price));
    m_order->addItem(tr("Most sold first"), static_cast<int>(StockOrder::MostSold));
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] { setStockOrder(stockOrder()); });
    panel->addToHeader(new StockLegend);
    panel->addToHeader(m_order);

    m_stockProxy->setSourceModel(m_stockModel);
    m_stockProxy->setDynamicSortFilter(false);
    m_stockProxy->setSortLocaleAware(true);
    m_stockView = makeList(tr("Products"), m_stockProxy, m_stockDelegate);
    m_stockView->setObjectName(u"stockView"_s);
    m_stockView->setUniformItemSizes(true);
    m_stockView->setMouseTracking(true);
    setFocusProxy(m_stockView);
    connect(m_stockView, &QListView::activated, this, &LivePage::chooseProduct);

    m_noProduct =
        new EmptyState(u"available"_s, tr("No product yet"), tr("Create one, and it appears here at once:"));
    m_stockStack = stack(panel, m_noProduct, m_stockView);
    return panel;
}

QWidget *LivePage::makeRatePanel()
{
    auto *panel = new Panel(tr("Sales rate"));
    m_rate = new QLabel;
    m_plot = new RatePlot(m_history);
    panel->addToHeader(m_rate);
    panel->setContent(m_plot);
    return panel;
}

QWidget *LivePage::makePurchasesPanel()
{
    auto *panel = new Panel(tr("Latest purchases"));
    m_purchasesView = makeList(tr("Latest purchases"), m_purchasesModel, new PurchaseDelegate(this));
    m_purchasesView->setModelColumn(PurchasesModel::CustomerColumn);
    m_purchasesView->setUniformItemSizes(true);
    m_purchasesView->setSelectionMode(QAbstractItemView::NoSelection);
    m_noPurchase = makeRemark({});
    m_purchasesStack = stack(panel, m_noPurchase, m_purchasesView);
    return panel;
}

QWidget *LivePage::makeAlarmsPanel()
{
    auto *panel = new Panel(tr("Alarms"));
    m_alarmsView = makeList(tr("Alarms"), m_alarmModel, new AlarmDelegate(this));
    // Alarms wrap: their heights follow the width.
    m_alarmsView->setSizeAdjustPolicy(QAbstractItemView::AdjustToContents);
    m_alarmsView->setResizeMode(QListView::Adjust);
    m_alarmsView->setSelectionMode(QAbstractItemView::NoSelection);
    m_noAlarm = makeRemark({});
    m_alarmsStack = stack(panel, m_noAlarm, m_alarmsView);
    return panel;
}

} // namespace holdfast
