// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/live_page.h"

#include "ui/feed/sales_history.h"
#include "ui/leaderboard_page/purchases_model.h"
#include "ui/live_page/alarm_model.h"
#include "ui/live_page/stock_delegate.h"
#include "ui/live_page/stock_model.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/rate_plot.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QStackedLayout>

#include <algorithm>
#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int latestPurchasesMax = 100;
constexpr double alarmsEmsMax = 8;
constexpr double rowScaleMax = 1.8;
// Narrower than this, names of usual length would be cut.
constexpr double rowWidthEmsMin = 38;

} // namespace

LivePage::LivePage(const Catalogue &catalogue, const SalesHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_catalogue(catalogue)
    , m_history(history)
    , m_stockModel(new StockModel(catalogue, this))
    , m_stockProxy(new QSortFilterProxyModel(this))
    , m_stockDelegate(new StockDelegate(this))
    , m_purchasesModel(new PurchasesModel(catalogue, PurchaseOrder::NewestFirst, latestPurchasesMax, this))
    , m_alarmModel(new AlarmModel(this))
    , m_columns(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->addWidget(makeStockPanel(), 8);
    auto *side = new QVBoxLayout;
    side->setObjectName(u"side"_s);
    side->addWidget(makeRatePanel(), 4);
    side->addWidget(makePurchasesPanel(), 5);
    side->addWidget(makeAlarmsPanel(), 2);
    m_columns->addLayout(side, 5);
    setStockOrder(StockOrder::NearlyGone);
    fitToSize();
}

void LivePage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    m_stockModel->gather(products);
    m_purchasesModel->gather(gathered.changes.purchases, gathered.isSnapshot);
    m_isRestacked = m_isRestacked || products.isReset;
    m_isEdited = m_isEdited || products.isEdited;
}

void LivePage::apply(const Situation &situation, const QList<Alarm> &alarms)
{
    m_stockDelegate->setStale(situation.isStale());
    m_stockModel->apply();
    m_purchasesModel->apply();
    m_alarmModel->apply(alarms);
    if (std::exchange(m_isEdited, false))
        m_purchasesModel->refreshProducts();
    if (std::exchange(m_isRestacked, false))
        sortAnew();
    m_plot->setStale(situation.isStale());
    showEmptyOrRows(situation);
    fillHeight();
    m_alarmsView->setMinimumHeight(
        std::min(m_alarmsView->sizeHint().height(), qRound(emOf(this) * alarmsEmsMax)));
}

/// A few products are shown larger, to be read from further away.
void LivePage::fillHeight()
{
    const double rowHeight = emOf(this) * StockDelegate::rowEms;
    const double byHeight =
        m_stockView->viewport()->height() / (rowHeight * std::max(m_stockModel->rowCount(), 1));
    const double wanted =
        std::min(byHeight, m_stockView->viewport()->width() / (emOf(this) * rowWidthEmsMin));
    const double factor = std::floor(std::clamp(wanted, 1.0, rowScaleMax) * 10.0) / 10.0;
    if (const QFont fitting = scaledFont(font(), factor); fitting != m_stockView->font())
        m_stockView->setFont(fitting);
}

void LivePage::tick()
{
    m_plot->update();
    showRate();
}

void LivePage::showEmptyOrRows(const Situation &situation)
{
    const QString address =
        situation.service.server == Health::Good ? situation.service.serverText : u"http://127.0.0.1:3000"_s;
    m_noProduct->setCommand(
        u"curl -X POST %1/api/v1/products -H 'Content-Type: application/json' "
        "-d '{\"name\": \"Aurora lamp\", \"price\": 49, \"currency\": \"EUR\", \"total_stock\": 100}'"_s.arg(
            address));
    m_noProduct->setWaiting(!situation.age);
    m_noAlarm->setText(situation.age ? tr("✓  Nothing is wrong.") : tr("Nothing is known yet."));
    m_noPurchase->setText(situation.age
                              ? tr("Nobody has bought yet. Each purchase appears here when it is final.")
                              : tr("Nothing is known yet."));
    m_stockStack->setCurrentIndex(m_stockModel->rowCount() > 0 ? 1 : 0);
    m_purchasesStack->setCurrentIndex(m_purchasesModel->rowCount() > 0 ? 1 : 0);
    m_alarmsStack->setCurrentIndex(m_alarmModel->rowCount() > 0 ? 1 : 0);
    // A stale list changes its colour without any row changing.
    m_stockView->viewport()->update();
}

void LivePage::showRate()
{
    const auto seconds = static_cast<int>(m_history.unitsBySecond().size());
    const double rate = seconds > 1 ? m_history.rateAt(seconds - 2) : 0.0;
    m_rate->setText(tr("%1 units a second").arg(QLocale().toString(rate, 'f', 1)));
}

void LivePage::sortAnew()
{
    m_stockProxy->sort(0, stockOrder() == StockOrder::MostSold ? Qt::DescendingOrder : Qt::AscendingOrder);
}

LivePage::StockOrder LivePage::stockOrder() const
{
    return static_cast<StockOrder>(m_order->currentData().toInt());
}

void LivePage::setStockOrder(StockOrder order)
{
    m_order->setCurrentIndex(m_order->findData(static_cast<int>(order)));
    switch (stockOrder()) {
    case StockOrder::NearlyGone:
        m_stockProxy->setSortRole(StockModel::UrgencyRole);
        break;
    case StockOrder::Name:
        m_stockProxy->setSortRole(StockModel::NameSortRole);
        break;
    case StockOrder::Price:
        m_stockProxy->setSortRole(StockModel::PriceSortRole);
        break;
    case StockOrder::MostSold:
        m_stockProxy->setSortRole(StockModel::SoldSortRole);
        break;
    }
    sortAnew();
}

void LivePage::chooseProduct(const QModelIndex &index)
{
    if (const auto product = ProductId::from(index.data(StockModel::ProductIdRole).toLongLong()))
        emit productChosen(*product);
}

void LivePage::fitToSize()
{
    const int em = qRound(emOf(this));
    m_columns->setSpacing(em * 3 / 4);
    findChild<QVBoxLayout *>(u"side"_s)->setSpacing(em * 3 / 4);
    m_rate->setFont(scaledFont(font(), 1.05, QFont::DemiBold));
}

void LivePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToSize();
    QWidget::changeEvent(event);
}

} // namespace holdfast
