// SPDX-License-Identifier: GPL-3.0-only
#include "live/live_state.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLiveState final : public QObject
{
    Q_OBJECT

private slots:
    void stockIsToldOnceInItsNewestVersion();
    void staleStockIsNoNews();
    void editsMoveNoStock();
    void salesAreToldWhenTheyChange();
    void salesAreToldWhenTheirTimeComes();
    void salesAreToldWhenProductsMove();
    void dropsAreToldAsDrops();
    void archivedProductsShrinkTheFeed();
    void holdsAreToldOnce_data();
    void holdsAreToldOnce();
    void purchasesTellBuyerAndActivity();
    void theFirstSnapshotIsNobodysNews();
    void laterSnapshotsTellWhatOthersDid();
};

namespace {

constexpr Instant noon = instantFromMicroseconds(1'000'000'000'000);

ProductId id(int number)
{
    return ProductId::from(number).value();
}

SaleId saleId(int number)
{
    return SaleId::from(number).value();
}

Product product(int number, qint64 stockVersion = 1, std::optional<SaleId> sale = {}, qint64 version = 1)
{
    const int held = static_cast<int>(stockVersion) - 1;
    Product made{id(number), u"Sneaker"_s, {},           {}, {},   u"USD"_s, {},
                 60,         version,      stockVersion, {}, sale, noon};
    made.stock = {10, 10 - held, held, 0};
    return made;
}

StockState stock(int number, qint64 stockVersion)
{
    const auto made = product(number, stockVersion);
    return {made.id, made.stock, made.stockVersion};
}

Sale sale(int number, Instant start = noon, qint64 version = 1, bool isDrop = false)
{
    return {saleId(number), u"Friday"_s, start, {}, {}, {}, version, isDrop};
}

HoldChange hold(const ReservationId &reservation, ReservationStatus status)
{
    return {{.id = reservation,
             .product = id(1),
             .user = UserId::make(),
             .quantity = 1,
             .status = status,
             .createdAt = noon,
             .expiresAt = noon + 60s,
             .endedAt = {}},
            u"ann"_s};
}

Purchase purchase(int number, const ReservationId &reservation = ReservationId::make())
{
    return {OrderId::make(), reservation, id(1), UserId::make(),
            u"ann"_s,        number,      {},    noon + std::chrono::seconds(number)};
}

/// A ChangeSet of which a case names what it needs.
struct Changes
{
    std::vector<StockState> stocks = {};
    std::vector<Product> products = {};
    std::vector<ProductId> archivedProducts = {};
    std::vector<Sale> sales = {};
    std::vector<HoldChange> holds = {};
    std::vector<Purchase> purchases = {};
};

GatheredChanges beat(const Changes &changes, bool isSnapshot = false)
{
    return {.changes = {changes.stocks, changes.products, changes.archivedProducts, changes.sales,
                        changes.holds, changes.purchases},
            .service = {},
            .isSnapshot = isSnapshot,
            .age = {}};
}

template <typename News>
std::vector<News> all(const LiveState::Beat &told)
{
    std::vector<News> found;
    for (const auto &news : told.news) {
        if (const auto *wanted = std::get_if<News>(&news))
            found.push_back(*wanted);
    }
    return found;
}

/// A state that has one product and has told of it.
LiveState started()
{
    LiveState state;
    state.apply(beat({.products = {product(1)}}, true), noon);
    return state;
}

} // namespace

void TestLiveState::stockIsToldOnceInItsNewestVersion()
{
    auto state = started();
    const auto told = state.apply(beat({.stocks = {stock(1, 3), stock(1, 4), stock(1, 2)}}), noon);
    QCOMPARE(told.news.size(), size_t(1));
    QCOMPARE(all<StockUpdated>(told).at(0).stock.stockVersion, 4);
    QCOMPARE(all<StockUpdated>(told).at(0).stock.level.available, 7);
    QVERIFY(state.apply(beat({}), noon).news.empty());
}

void TestLiveState::staleStockIsNoNews()
{
    auto state = started();
    state.apply(beat({.stocks = {stock(1, 4)}}), noon);
    QVERIFY(state.apply(beat({.stocks = {stock(1, 4), stock(1, 2)}}), noon).news.empty());
    QVERIFY(state.apply(beat({.stocks = {stock(7, 1)}}), noon).news.empty());
    QCOMPARE(state.products().at(id(1)).stockVersion, 4);
}

void TestLiveState::editsMoveNoStock()
{
    auto state = started();
    state.apply(beat({.stocks = {stock(1, 4)}}), noon);
    const auto told = state.apply(beat({.products = {product(1, 2, {}, 2)}}), noon);
    QVERIFY(told.news.empty());
    QCOMPARE(state.products().at(id(1)).version, 2);
    QCOMPARE(state.products().at(id(1)).stock.available, 7);
}

void TestLiveState::salesAreToldWhenTheyChange()
{
    auto state = started();
    QCOMPARE(all<SaleUpdated>(state.apply(beat({.sales = {sale(1)}}), noon)).size(), size_t(1));
    QVERIFY(state.apply(beat({.sales = {sale(1)}}), noon).news.empty());
    auto paused = sale(1, noon, 2);
    paused.pausedAt = noon;
    const auto told = all<SaleUpdated>(state.apply(beat({.sales = {paused, sale(1)}}), noon));
    QCOMPARE(told.size(), size_t(1));
    QVERIFY(told.at(0).sale.pausedAt.has_value());
}

void TestLiveState::salesAreToldWhenTheirTimeComes()
{
    auto state = started();
    state.apply(beat({.sales = {sale(1, noon + 10s)}}), noon);
    QVERIFY(state.apply(beat({}), noon + 9s).news.empty());
    QCOMPARE(all<SaleUpdated>(state.apply(beat({}), noon + 10s)).size(), size_t(1));
    QVERIFY(state.apply(beat({}), noon + 11s).news.empty());
}

void TestLiveState::salesAreToldWhenProductsMove()
{
    auto state = started();
    state.apply(beat({.sales = {sale(1), sale(2)}}), noon);
    const auto told = all<SaleUpdated>(state.apply(beat({.products = {product(1, 1, saleId(2), 2)}}), noon));
    QCOMPARE(told.size(), size_t(1));
    QCOMPARE(told.at(0).sale.id, saleId(2));
    QCOMPARE(told.at(0).products.size(), size_t(1));
    QCOMPARE(told.at(0).products.at(0).id, id(1));
    QCOMPARE(all<SaleUpdated>(state.apply(beat({.products = {product(1, 1, saleId(1), 3)}}), noon)).size(),
             size_t(2));
}

void TestLiveState::dropsAreToldAsDrops()
{
    auto state = started();
    const auto told =
        state.apply(beat({.products = {product(2, 1, saleId(9))}, .sales = {sale(9, noon, 1, true)}}), noon);
    QCOMPARE(told.news.size(), size_t(1));
    QCOMPARE(all<DropCreated>(told).at(0).product.id, id(2));
    QCOMPARE(all<SaleUpdated>(state.apply(beat({.sales = {sale(9, noon + 5s, 2, true)}}), noon)).size(),
             size_t(1));
}

void TestLiveState::archivedProductsShrinkTheFeed()
{
    auto state = started();
    const auto told = state.apply(beat({.archivedProducts = {id(1)}}), noon);
    QVERIFY(told.isShrunk);
    QVERIFY(state.products().empty());
    QVERIFY(!state.apply(beat({.archivedProducts = {id(1)}}), noon).isShrunk);
    state.apply(beat({.products = {product(1), product(2)}}), noon);
    QVERIFY(state.apply(beat({.products = {product(1)}}, true), noon).isShrunk);
    QCOMPARE(state.products().size(), size_t(1));
}

void TestLiveState::holdsAreToldOnce_data()
{
    QTest::addColumn<ReservationStatus>("end");
    QTest::addColumn<bool>("isTold");
    QTest::addColumn<HoldNews::What>("what");
    QTest::newRow("expired") << ReservationStatus::Expired << true << HoldNews::What::Expired;
    QTest::newRow("cancelled") << ReservationStatus::Cancelled << true << HoldNews::What::Cancelled;
    QTest::newRow("released") << ReservationStatus::Released << true << HoldNews::What::Cancelled;
    QTest::newRow("bought") << ReservationStatus::Consumed << false << HoldNews::What::Cancelled;
}

void TestLiveState::holdsAreToldOnce()
{
    QFETCH(const ReservationStatus, end);
    QFETCH(const bool, isTold);
    QFETCH(const HoldNews::What, what);
    auto state = started();
    const auto reservation = ReservationId::make();
    const auto made =
        all<HoldNews>(state.apply(beat({.holds = {hold(reservation, ReservationStatus::Active)}}), noon));
    QCOMPARE(made.size(), size_t(1));
    QCOMPARE(made.at(0).what, HoldNews::What::Created);
    // Extended.
    QVERIFY(state.apply(beat({.holds = {hold(reservation, ReservationStatus::Active)}}), noon).news.empty());
    const auto ended = all<HoldNews>(state.apply(beat({.holds = {hold(reservation, end)}}), noon));
    QCOMPARE(ended.size(), size_t(isTold ? 1 : 0));
    if (isTold)
        QCOMPARE(ended.at(0).what, what);
}

void TestLiveState::purchasesTellBuyerAndActivity()
{
    auto state = started();
    const auto first = purchase(1);
    const auto told =
        state.apply(beat({.purchases = {first, purchase(2), purchase(4), purchase(3), first}}), noon);
    QCOMPARE(all<PurchaseCompleted>(told).size(), size_t(4));
    const auto activity = all<ActivityUpdated>(told);
    QCOMPARE(activity.size(), size_t(1));
    QCOMPARE(activity.at(0).latest.size(), LiveState::purchasersShown);
    QCOMPARE(activity.at(0).latest.at(0).quantity, 4);
    QCOMPARE(activity.at(0).latest.at(2).quantity, 2);
    QVERIFY(state.apply(beat({.purchases = {first}}), noon).news.empty());
}

void TestLiveState::theFirstSnapshotIsNobodysNews()
{
    LiveState state;
    const auto reservation = ReservationId::make();
    const Changes everything{.products = {product(1)},
                             .holds = {hold(reservation, ReservationStatus::Active)},
                             .purchases = {purchase(1)}};
    const auto told = state.apply(beat(everything, true), noon);
    QVERIFY(all<HoldNews>(told).empty());
    QVERIFY(all<PurchaseCompleted>(told).empty());
    const auto ended = state.apply(beat({.holds = {hold(reservation, ReservationStatus::Cancelled)}}), noon);
    QCOMPARE(all<HoldNews>(ended).size(), size_t(1));
}

void TestLiveState::laterSnapshotsTellWhatOthersDid()
{
    auto state = started();
    const auto bought = ReservationId::make();
    const auto gone = ReservationId::make();
    const auto fresh = ReservationId::make();
    using enum ReservationStatus;
    state.apply(beat({.holds = {hold(bought, Active), hold(gone, Active)}}), noon);
    const Changes everything{
        .products = {product(1, 5)}, .holds = {hold(fresh, Active)}, .purchases = {purchase(1, bought)}};
    const auto told = state.apply(beat(everything, true), noon);
    QCOMPARE(all<PurchaseCompleted>(told).size(), size_t(1));
    QCOMPARE(all<StockUpdated>(told).size(), size_t(1));
    const auto holds = all<HoldNews>(told);
    QCOMPARE(holds.size(), size_t(2));
    QCOMPARE(holds.at(0).reservation.id, gone);
    QCOMPARE(holds.at(0).what, HoldNews::What::Cancelled);
    QCOMPARE(holds.at(1).reservation.id, fresh);
    const auto late = state.apply(beat({.products = {product(1, 5)}}, true), noon + 61s);
    QCOMPARE(all<HoldNews>(late).at(0).what, HoldNews::What::Expired);
}

QTEST_GUILESS_MAIN(TestLiveState)
#include "test_live_state.moc"
