// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/api_key.h"
#include "domain/order.h"
#include "domain/product_edit.h"
#include "domain/quantity.h"
#include "domain/sale_edit.h"
#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/rate_meter.h"
#include "ui/feed/sales_history.h"
#include "ui/feed/server_clock.h"
#include "ui/feed/situation.h"
#include "ui/frame/sale_clock.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace holdfast {

class AlarmBanner;
class ApiKeysPage;
class LeaderboardPage;
class LivePage;
class NavigationRail;
class OrdersPage;
class ProductsPage;
class ReservationsPage;
class SalesPage;
class ThemeSwitch;
class TileRow;
class TopStrip;

/// The console. It takes what the feed gathered four times a second, shows it, and emits what the operator
/// wants; results come back through the feed. It touches neither the database nor the network. One an
/// application, GUI thread only. The application's organisation and name decide where its state is kept.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    static constexpr auto beat = std::chrono::milliseconds(250);

    /// `tap` is this window's own; ask for a snapshot once it exists. It starts to take when shown.
    explicit MainWindow(std::shared_ptr<FeedTap> tap, QWidget *parent = nullptr);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    /// What one beat does with what was gathered.
    void showChanges(const GatheredChanges &gathered);
    void setWallMode(bool isWall);
    bool isWallMode() const { return m_isWall; }
    /// In the order of the rail.
    enum class Page { Live, Products, Sales, Reservations, Leaderboard, Orders, ApiKeys };
    void showPage(Page page);

public slots:
    void showApiKeys(const QList<holdfast::ApiKey> &keys);
    /// Shows the secret until the operator closes it; nothing keeps it.
    void showNewApiKey(const QString &name, const QString &secret);
    /// Why a key could not be made or revoked; for people.
    void showApiKeyFault(const QString &reason);
    /// Why the keys could not be read; for people.
    void showApiKeysUnread(const QString &reason);
    /// What came of an act on a product.
    void showProductResult(const holdfast::ProductActResult &result);
    /// Answers to movementsRequested(), in any order.
    void showMovements(holdfast::ProductId product, const QList<holdfast::StockMovement> &movements);
    void showMovementsUnread(holdfast::ProductId product, const QString &reason);
    /// What came of an act on a sale.
    void showSaleResult(const holdfast::SaleActResult &result);
    /// Answers to ordersRequested(), in any order.
    void showOrders(const holdfast::OrderSearch &search, const QList<holdfast::Order> &orders);
    void showOrdersUnread(const holdfast::OrderSearch &search, const QString &reason);

signals:
    /// An operator wants these holds ended, their units back in stock, and the reason kept.
    void releaseRequested(const QList<holdfast::ReservationId> &reservations, const QString &reason);
    /// An operator wants these holds to end that much later.
    void extendRequested(const QList<holdfast::ReservationId> &reservations, int seconds);
    /// The API keys are in sight: emitted at once, then every few seconds. showApiKeys() answers.
    void apiKeysRequested();
    /// showNewApiKey() answers.
    void makeApiKeyRequested(const QString &name);
    void revokeApiKeyRequested(const holdfast::ApiKeyId &id);

    // What an operator wants done with products; showProductResult() tells what came of it.
    void createProductRequested(const holdfast::NewProduct &product);
    void editProductRequested(holdfast::ProductId product, const holdfast::ProductEdit &edit, qint64 version);
    void restockProductRequested(holdfast::ProductId product, holdfast::Quantity quantity,
                                 const QString &reason);
    void archiveProductRequested(holdfast::ProductId product);
    void restoreProductRequested(holdfast::ProductId product);
    /// showMovements() or showMovementsUnread() answers.
    void movementsRequested(holdfast::ProductId product);

    // What an operator wants done with sales; showSaleResult() tells what came of it.
    void createSaleRequested(const holdfast::NewSale &sale);
    void editSaleRequested(holdfast::SaleId sale, const holdfast::SaleEdit &edit);
    void startSaleRequested(holdfast::SaleId sale);
    void pauseSaleRequested(holdfast::SaleId sale, bool freezeHolds);
    void resumeSaleRequested(holdfast::SaleId sale);
    void extendSaleRequested(holdfast::SaleId sale, holdfast::Instant endsAt);
    void endSaleRequested(holdfast::SaleId sale);
    void cancelSaleRequested(holdfast::SaleId sale);

    /// showOrders() or showOrdersUnread() answers.
    void ordersRequested(const holdfast::OrderSearch &search);

protected:
    void showEvent(QShowEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildFrame();
    void buildPages();
    void addPage(QWidget *page, const QString &icon, const QString &title);
    void connectHolds();
    void connectProducts();
    void connectSales();
    void connectOrders();
    void buildMenus();
    void buildViewMenu();
    void buildProductsMenu();
    void buildSalesMenu();
    void buildHoldsMenu();
    void buildThemeMenu(class QMenu *menu);
    void fitToSize();
    void restyle();
    void restoreState();
    void saveState() const;
    void takeIn(const GatheredChanges &gathered);
    void measure();
    void showFrame();
    void showTiles();
    OtherSales otherSales(const Sale &shown, Instant now) const;
    void applyShownPage();
    void tickEachSecond();

    const std::shared_ptr<FeedTap> m_tap;
    /// The application's own, to be given back.
    const QFont m_desktopFont;
    /// The console's at the size the desktop asks for.
    const QFont m_plainFont;
    QTimer m_timer;
    int m_beats = 0;

    Catalogue m_catalogue;
    ServerClock m_clock;
    QHash<SaleId, Sale> m_sales;
    Situation m_situation;
    SaleView m_saleView;
    QList<Alarm> m_alarms;
    RateMeter m_orders;
    RateMeter m_refusals;
    SalesHistory m_history;

    ThemeSwitch *m_theme;
    TopStrip *m_strip = nullptr;
    AlarmBanner *m_banner = nullptr;
    NavigationRail *m_rail = nullptr;
    TileRow *m_tiles = nullptr;
    QStackedWidget *m_pages = nullptr;
    LivePage *m_live = nullptr;
    ProductsPage *m_products = nullptr;
    SalesPage *m_salesPage = nullptr;
    ReservationsPage *m_reservations = nullptr;
    LeaderboardPage *m_leaderboard = nullptr;
    OrdersPage *m_ordersPage = nullptr;
    ApiKeysPage *m_apiKeys = nullptr;
    bool m_isWall = false;
    bool m_wasMaximized = false;
};

} // namespace holdfast
