// SPDX-License-Identifier: GPL-3.0-only
// The pages of the window, what they ask for, and the menus that reach them.
#include "ui/api_keys_page/api_keys_page.h"
#include "ui/frame/navigation_rail.h"
#include "ui/leaderboard_page/leaderboard_page.h"
#include "ui/live_page/live_page.h"
#include "ui/main_window.h"
#include "ui/orders_page/orders_page.h"
#include "ui/products_page/products_page.h"
#include "ui/reservations_page/reservations_page.h"
#include "ui/sales_page/sales_page.h"
#include "ui/theme/theme_switch.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QKeySequence keyOfPage(int page)
{
    return Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page);
}

} // namespace

void MainWindow::buildPages()
{
    m_live = new LivePage(m_catalogue, m_history);
    m_products = new ProductsPage(m_catalogue, m_sales);
    m_reservations = new ReservationsPage(m_catalogue, m_clock);
    m_salesPage = new SalesPage(m_catalogue, m_clock, [this](const QSet<ProductId> &products) {
        return m_reservations->activeCountOf(products);
    });
    m_leaderboard = new LeaderboardPage(m_catalogue);
    m_ordersPage = new OrdersPage;
    m_apiKeys = new ApiKeysPage;
    m_pages = new QStackedWidget;
    m_rail = new NavigationRail;
    // In the order of enum Page.
    addPage(m_live, u"live"_s, tr("Live"));
    addPage(m_products, u"products"_s, tr("Products"));
    addPage(m_salesPage, u"calendar"_s, tr("Sales"));
    addPage(m_reservations, u"reservations"_s, tr("Reservations"));
    addPage(m_leaderboard, u"leaderboard"_s, tr("Leaderboard"));
    addPage(m_ordersPage, u"orders"_s, tr("Orders"));
    addPage(m_apiKeys, u"api_keys"_s, tr("API keys"));
    connect(m_rail, &NavigationRail::pageChosen, this,
            [this](int page) { showPage(static_cast<Page>(page)); });
    connect(m_apiKeys, &ApiKeysPage::makeRequested, this, &MainWindow::makeApiKeyRequested);
    connect(m_apiKeys, &ApiKeysPage::revokeRequested, this, &MainWindow::revokeApiKeyRequested);
    connect(m_leaderboard, &LeaderboardPage::wallModeWanted, this, [this] { setWallMode(true); });
    connectHolds();
    connectProducts();
    connectSales();
    connectOrders();
}

void MainWindow::addPage(QWidget *page, const QString &icon, const QString &title)
{
    m_rail->addPage(icon, title, keyOfPage(m_pages->count()).toString(QKeySequence::NativeText));
    m_pages->addWidget(page);
}

void MainWindow::connectHolds()
{
    connect(m_reservations, &ReservationsPage::releaseRequested, this, &MainWindow::releaseRequested);
    connect(m_reservations, &ReservationsPage::extendRequested, this, &MainWindow::extendRequested);
    connect(m_live, &LivePage::productChosen, this, [this](ProductId product) {
        m_reservations->showProduct(product);
        showPage(Page::Reservations);
    });
}

void MainWindow::connectProducts()
{
    connect(m_products, &ProductsPage::createRequested, this, &MainWindow::createProductRequested);
    connect(m_products, &ProductsPage::editRequested, this, &MainWindow::editProductRequested);
    connect(m_products, &ProductsPage::restockRequested, this, &MainWindow::restockProductRequested);
    connect(m_products, &ProductsPage::archiveRequested, this, &MainWindow::archiveProductRequested);
    connect(m_products, &ProductsPage::restoreRequested, this, &MainWindow::restoreProductRequested);
    connect(m_products, &ProductsPage::movementsRequested, this, &MainWindow::movementsRequested);
}

void MainWindow::connectSales()
{
    connect(m_salesPage, &SalesPage::createRequested, this, &MainWindow::createSaleRequested);
    connect(m_salesPage, &SalesPage::editRequested, this, &MainWindow::editSaleRequested);
    connect(m_salesPage, &SalesPage::startRequested, this, &MainWindow::startSaleRequested);
    connect(m_salesPage, &SalesPage::pauseRequested, this, &MainWindow::pauseSaleRequested);
    connect(m_salesPage, &SalesPage::resumeRequested, this, &MainWindow::resumeSaleRequested);
    connect(m_salesPage, &SalesPage::extendRequested, this, &MainWindow::extendSaleRequested);
    connect(m_salesPage, &SalesPage::endRequested, this, &MainWindow::endSaleRequested);
    connect(m_salesPage, &SalesPage::cancelRequested, this, &MainWindow::cancelSaleRequested);
}

void MainWindow::connectOrders()
{
    connect(m_ordersPage, &OrdersPage::ordersRequested, this, &MainWindow::ordersRequested);
}

void MainWindow::showProductResult(const ProductActResult &result)
{
    m_products->showResult(result);
}

void MainWindow::showMovements(ProductId product, const QList<StockMovement> &movements)
{
    m_products->showMovements(product, movements);
}

void MainWindow::showMovementsUnread(ProductId product, const QString &reason)
{
    m_products->showMovementsUnread(product, reason);
}

void MainWindow::showSaleResult(const SaleActResult &result)
{
    m_salesPage->showResult(result);
}

void MainWindow::showOrders(const OrderSearch &search, const QList<Order> &orders)
{
    m_ordersPage->showOrders(search, orders);
}

void MainWindow::showOrdersUnread(const OrderSearch &search, const QString &reason)
{
    m_ordersPage->showUnread(search, reason);
}

void MainWindow::buildMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
    buildViewMenu();
    buildProductsMenu();
    buildSalesMenu();
    buildHoldsMenu();
}

void MainWindow::buildViewMenu()
{
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const std::pair<QString, Page> pages[] = {{tr("&Live"), Page::Live},
                                              {tr("&Products"), Page::Products},
                                              {tr("&Sales"), Page::Sales},
                                              {tr("&Reservations"), Page::Reservations},
                                              {tr("Leader&board"), Page::Leaderboard},
                                              {tr("&Orders"), Page::Orders},
                                              {tr("API &keys"), Page::ApiKeys}};
    for (const auto &[name, page] : pages)
        view->addAction(name, keyOfPage(static_cast<int>(page)), this,
                        [this, page = page] { showPage(page); });
    view->addSeparator();
    QAction *wall = view->addAction(tr("&Wall mode"), QKeySequence(Qt::Key_F11), this,
                                    [this] { setWallMode(!m_isWall); });
    // The menu bar is hidden on the wall, and its shortcuts with it.
    addAction(wall);
    buildThemeMenu(view->addMenu(tr("&Theme")));
}

void MainWindow::buildProductsMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Products"));
    const auto add = [this, menu](const QString &text, auto act) {
        menu->addAction(text, this, [this, act] {
            showPage(Page::Products);
            (m_products->*act)();
        });
    };
    add(tr("&Find…"), &ProductsPage::focusFilter);
    add(tr("&New product…"), &ProductsPage::askCreate);
    menu->addSeparator();
    add(tr("&Edit selected…"), &ProductsPage::askEdit);
    add(tr("Re&stock selected…"), &ProductsPage::askRestock);
    add(tr("&Archive selected…"), &ProductsPage::askArchive);
}

void MainWindow::buildSalesMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Sales"));
    const auto add = [this, menu](const QString &text, auto act) {
        menu->addAction(text, this, [this, act] {
            showPage(Page::Sales);
            (m_salesPage->*act)();
        });
    };
    add(tr("&New sale…"), &SalesPage::askCreate);
    add(tr("E&dit selected…"), &SalesPage::askEdit);
    menu->addSeparator();
    add(tr("&Start selected…"), &SalesPage::askStart);
    add(tr("&Pause selected…"), &SalesPage::askPause);
    add(tr("&Resume selected"), &SalesPage::resumeSale);
    add(tr("E&xtend selected…"), &SalesPage::askExtendTo);
    add(tr("&End selected…"), &SalesPage::askEnd);
    add(tr("&Cancel selected…"), &SalesPage::askCancel);
}

void MainWindow::buildHoldsMenu()
{
    QMenu *holds = menuBar()->addMenu(tr("&Reservations"));
    holds->addAction(tr("&Find…"), this, [this] {
        showPage(Page::Reservations);
        m_reservations->focusFilter();
    });
    holds->addAction(tr("&Extend selected…"), m_reservations, &ReservationsPage::askExtend);
    holds->addAction(tr("&Release selected…"), m_reservations, &ReservationsPage::askRelease);
}

void MainWindow::buildThemeMenu(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    const std::pair<QString, ThemeChoice> choices[] = {{tr("As the &desktop"), ThemeChoice::System},
                                                       {tr("&Light"), ThemeChoice::Light},
                                                       {tr("Dar&k"), ThemeChoice::Dark}};
    for (const auto &[name, choice] : choices) {
        QAction *action = menu->addAction(name, this, [this, choice = choice] { m_theme->choose(choice); });
        action->setCheckable(true);
        group->addAction(action);
        connect(m_theme, &ThemeSwitch::changed, action,
                [this, action, choice = choice] { action->setChecked(m_theme->choice() == choice); });
    }
    menu->addSeparator();
    menu->addAction(tr("&Next theme"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), m_theme,
                    &ThemeSwitch::chooseNext);
}

} // namespace holdfast
