// SPDX-License-Identifier: GPL-3.0-only
#include "ui/main_window.h"

#include "ui/api_keys_page/api_keys_page.h"
#include "ui/frame/alarm_banner.h"
#include "ui/frame/navigation_rail.h"
#include "ui/frame/tile_row.h"
#include "ui/frame/top_strip.h"
#include "ui/leaderboard_page/leaderboard_page.h"
#include "ui/live_page/live_page.h"
#include "ui/orders_page/orders_page.h"
#include "ui/products_page/products_page.h"
#include "ui/reservations_page/reservations_page.h"
#include "ui/sales_page/sales_page.h"
#include "ui/theme/theme_switch.h"

#include <QKeyEvent>
#include <QMenuBar>
#include <QStackedWidget>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int beatsPerSecond = std::chrono::milliseconds(1000) / MainWindow::beat;
constexpr int secondsPerLookAtApiKeys = 5;

QString commonestRefusal(const QHash<ErrorCode, qint64> &refusals)
{
    const auto commonest = std::max_element(refusals.cbegin(), refusals.cend());
    return commonest == refusals.cend() ? QString() : QString(errorName(commonest.key()));
}

} // namespace

void MainWindow::showChanges(const GatheredChanges &gathered)
{
    takeIn(gathered);
    measure();
    showFrame();
    applyShownPage();
    if (++m_beats % beatsPerSecond == 0)
        tickEachSecond();
}

void MainWindow::takeIn(const GatheredChanges &gathered)
{
    m_situation.age = gathered.age;
    if (gathered.service)
        m_situation.service = *gathered.service;
    if (m_situation.service.clock)
        m_clock.set(*m_situation.service.clock);
    if (gathered.isSnapshot)
        m_sales.clear();
    for (const Sale &sale : gathered.changes.sales)
        m_sales.insert(sale.id, sale);
    const CatalogueChanges products = m_catalogue.apply(gathered.changes, gathered.isSnapshot);
    if (gathered.isSnapshot)
        m_history.rebase(m_catalogue.totals().sold);
    m_live->gather(gathered, products);
    m_reservations->gather(gathered, products);
    m_leaderboard->gather(gathered, products);
    m_products->gather(gathered, products);
    m_salesPage->gather(gathered, products);
    m_ordersPage->gather(gathered, products);
}

void MainWindow::measure()
{
    const auto now = std::chrono::steady_clock::now();
    m_orders.add(now, m_situation.service.orders);
    m_refusals.add(now, m_situation.service.refusals);
    if (!m_catalogue.products().isEmpty())
        m_history.add(now, m_catalogue.totals().sold);
}

void MainWindow::showFrame()
{
    const auto now = m_clock.now();
    const auto sale = now ? saleInView(m_sales, *now) : std::nullopt;
    m_saleView = saleViewOf(sale, now, sale ? otherSales(*sale, *now) : OtherSales{});
    m_alarms = alarmsOf(m_situation, m_catalogue);
    m_strip->showSale(m_saleView);
    m_strip->showSituation(m_situation);
    m_banner->showAlarms(m_isWall ? QList<Alarm>() : m_alarms);
    showTiles();
}

OtherSales MainWindow::otherSales(const Sale &shown, Instant now) const
{
    const auto others = [&](SalePhase phase) {
        return saleCount(m_sales, phase, now) - int(shown.phaseAt(now) == phase);
    };
    return {.live = others(SalePhase::Live), .paused = others(SalePhase::Paused)};
}

void MainWindow::showTiles()
{
    // Before the first answer there is nothing to show, and nothing that could have gone stale.
    if (!m_situation.age)
        return m_tiles->showUnknown();
    m_tiles->showNumbers(m_catalogue.totals(),
                         {.activeHolds = m_reservations->activeCount(),
                          .ordersPerMinute = m_orders.perMinute(),
                          .refusalsPerMinute = m_refusals.perMinute(),
                          .commonRefusal = commonestRefusal(m_situation.service.refusalsByCode)});
    m_tiles->setStale(m_situation.isStale());
}

void MainWindow::applyShownPage()
{
    const QWidget *page = m_pages->currentWidget();
    if (page == m_live)
        m_live->apply(m_situation, m_alarms);
    else if (page == m_reservations)
        m_reservations->apply(m_situation);
    else if (page == m_leaderboard)
        m_leaderboard->apply(m_saleView);
    else if (page == m_products)
        m_products->apply(m_situation);
    else if (page == m_salesPage)
        m_salesPage->apply(m_situation);
    else if (page == m_ordersPage)
        m_ordersPage->apply(m_situation);
}

void MainWindow::tickEachSecond()
{
    const QWidget *page = m_pages->currentWidget();
    if (page == m_reservations)
        m_reservations->tick();
    if (page == m_products)
        m_products->tick();
    if (page == m_salesPage)
        m_salesPage->tick();
    if (page == m_ordersPage)
        m_ordersPage->tick();
    if (page == m_apiKeys && m_beats % (secondsPerLookAtApiKeys * beatsPerSecond) == 0)
        emit apiKeysRequested();
    if (page != m_live)
        return;
    m_live->tick();
    if (m_beats % (2 * beatsPerSecond) == 0)
        m_live->sortAnew();
}

void MainWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_rail->setCurrent(static_cast<int>(page));
    applyShownPage();
    m_pages->currentWidget()->setFocus();
    if (page == Page::ApiKeys)
        emit apiKeysRequested();
    if (page == Page::Orders)
        m_ordersPage->look();
}

void MainWindow::showApiKeys(const QList<ApiKey> &keys)
{
    m_apiKeys->showKeys(keys);
}

void MainWindow::showNewApiKey(const QString &name, const QString &secret)
{
    // Never in front of an audience.
    setWallMode(false);
    showPage(Page::ApiKeys);
    m_apiKeys->showNewKey(name, secret);
}

void MainWindow::showApiKeyFault(const QString &reason)
{
    m_apiKeys->showFault(reason);
}

void MainWindow::showApiKeysUnread(const QString &reason)
{
    m_apiKeys->showReadingFault(reason);
}

void MainWindow::setWallMode(bool isWall)
{
    if (std::exchange(m_isWall, isWall) == isWall)
        return;
    if (isWall) {
        m_wasMaximized = isMaximized();
        showPage(Page::Leaderboard);
    }
    m_leaderboard->setWallMode(isWall);
    for (QWidget *frame : std::initializer_list<QWidget *>{menuBar(), m_strip, m_rail, m_tiles})
        frame->setVisible(!isWall);
    showFrame();
    if (isWall)
        showFullScreen();
    else if (m_wasMaximized)
        showMaximized();
    else
        showNormal();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (m_isWall && event->key() == Qt::Key_Escape)
        return setWallMode(false);
    QMainWindow::keyPressEvent(event);
}

} // namespace holdfast
