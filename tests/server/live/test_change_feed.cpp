// SPDX-License-Identifier: GPL-3.0-only
#include "live/change_feed.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestChangeFeed final : public QObject
{
    Q_OBJECT

private slots:
    void newestStockWins();
    void endedHoldNeverTurnsActive();
    void endOfAHoldOnlyMovesOn();
    void whatWasDecidedLaterHolds();
    void newestSaleWins();
    void purchasesAreBoundedAndInOrder();
    void everyHoldStandsOnceHoweverManyChanges();
    void stockAloneIsToldToWhoWantsNoMore();
    void snapshotKeepsWhatCameMeanwhile();
    void theLastOfArchivingAndRestoringCounts();
    void serviceAndAge();
    void goneTapsAreForgotten();
    void manyThreads();
};

namespace {

ProductId product(int number)
{
    return ProductId::from(number).value();
}

StockState stock(int number, qint64 version)
{
    return {product(number), {100, 100 - static_cast<int>(version), static_cast<int>(version), 0}, version};
}

HoldChange hold(ReservationId id, ReservationStatus status, int expires = 100, const QString &username = {})
{
    return {{.id = id,
             .product = product(1),
             .user = UserId::make(),
             .quantity = 1,
             .status = status,
             .createdAt = {},
             .expiresAt = instantFromMicroseconds(expires),
             .endedAt = {}},
            username};
}

Purchase purchase(int number)
{
    return {OrderId::make(), ReservationId::make(), product(1), UserId::make(), u"buyer"_s, number, {}, {}};
}

ChangeSet stocks(std::vector<StockState> states)
{
    ChangeSet changes;
    changes.stocks = std::move(states);
    return changes;
}

ChangeSet holds(std::vector<HoldChange> changed)
{
    ChangeSet changes;
    changes.holds = std::move(changed);
    return changes;
}

ChangeSet purchases(std::vector<Purchase> bought)
{
    ChangeSet changes;
    changes.purchases = std::move(bought);
    return changes;
}

} // namespace

void TestChangeFeed::newestStockWins()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    for (const int version : {1, 5, 3, 9, 8})
        feed.publish(stocks({stock(1, version), stock(2, 10 - version)}));
    const auto taken = tap->take().changes;
    QCOMPARE(taken.stocks.size(), 2U);
    for (const auto &state : taken.stocks)
        QCOMPARE(state.stockVersion, 9);
    QVERIFY(tap->take().changes.isEmpty());
}

void TestChangeFeed::endedHoldNeverTurnsActive()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    const auto id = ReservationId::make();
    feed.publish(holds({hold(id, ReservationStatus::Consumed)}));
    feed.publish(holds({hold(id, ReservationStatus::Active, 200, u"late news"_s)}));
    const auto taken = tap->take().changes;
    QCOMPARE(taken.holds.size(), 1U);
    QCOMPARE(taken.holds.front().reservation.status, ReservationStatus::Consumed);
    QCOMPARE(taken.holds.front().username, u"late news"_s);
}

void TestChangeFeed::endOfAHoldOnlyMovesOn()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    const auto id = ReservationId::make();
    feed.publish(holds({hold(id, ReservationStatus::Active, 200)}));
    feed.publish(holds({hold(id, ReservationStatus::Active, 100)}));
    QVERIFY(tap->take().changes.holds.front().reservation.expiresAt == instantFromMicroseconds(200));
}

// A pause moves the end of a hold out of sight, and its end moves it back: only the time of the decision
// tells.
void TestChangeFeed::whatWasDecidedLaterHolds()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    const auto id = ReservationId::make();
    const auto decided = [&](int at, Instant expires, std::optional<int> left) {
        auto change = hold(id, ReservationStatus::Active);
        change.reservation.expiresAt = expires;
        if (left)
            change.reservation.frozenLeft = std::chrono::microseconds(*left);
        change.decidedAt = instantFromMicroseconds(at);
        return change;
    };
    const auto made = decided(10, instantFromMicroseconds(110), {});
    const auto frozen = decided(20, Instant::max(), 90);
    const auto running = decided(30, instantFromMicroseconds(120), {});
    std::vector<HoldChange> news{made, frozen, running};
    std::ranges::sort(news, {}, &HoldChange::decidedAt);
    do {
        feed.publish(holds(news));
        const auto told = tap->take().changes.holds.front();
        QVERIFY(told.reservation.expiresAt == running.reservation.expiresAt);
        QVERIFY(!told.reservation.frozenLeft);
    } while (std::ranges::next_permutation(news, {}, &HoldChange::decidedAt).found);
    // Whatever was decided, an end is an end.
    feed.publish(holds({hold(id, ReservationStatus::Consumed), running}));
    QCOMPARE(tap->take().changes.holds.front().reservation.status, ReservationStatus::Consumed);
}

void TestChangeFeed::newestSaleWins()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    Sale sale{.id = SaleId::from(1).value(),
              .name = u"Sale"_s,
              .startsAt = {},
              .endsAt = {},
              .pausedAt = {},
              .cancelledAt = {}};
    ChangeSet older;
    older.sales.push_back(sale);
    sale.version = 2;
    ChangeSet newer;
    newer.sales.push_back(sale);
    feed.publish(newer);
    feed.publish(older);
    QCOMPARE(tap->take().changes.sales.front().version, 2);
}

void TestChangeFeed::purchasesAreBoundedAndInOrder()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    for (int number = 0; number < FeedTap::purchasesMax + 500; ++number)
        feed.publish(purchases({purchase(number)}));
    const auto taken = tap->take().changes.purchases;
    QCOMPARE(taken.size(), static_cast<size_t>(FeedTap::purchasesMax));
    for (size_t index = 0; index < taken.size(); ++index)
        QCOMPARE(taken[index].quantity, static_cast<int>(index) + 500);
}

// More than a tap leaves to its reader: what was sorted out on the way is older than what came after.
void TestChangeFeed::everyHoldStandsOnceHoweverManyChanges()
{
    constexpr int holdCount = 50;
    constexpr int rounds = 1'001;
    ChangeFeed feed;
    const auto tap = feed.tap();
    std::vector<ReservationId> ids;
    std::ranges::generate_n(std::back_inserter(ids), holdCount, [] { return ReservationId::make(); });
    for (int round = 1; round <= rounds; ++round) {
        std::vector<HoldChange> changes;
        for (const auto &id : ids)
            changes.push_back(hold(id, ReservationStatus::Active, round));
        feed.publish(holds(changes));
    }
    const auto taken = tap->take().changes.holds;
    QCOMPARE(taken.size(), static_cast<size_t>(holdCount));
    for (const auto &change : taken)
        QCOMPARE(change.reservation.expiresAt, instantFromMicroseconds(rounds));
    QVERIFY(tap->take().changes.isEmpty());
}

void TestChangeFeed::stockAloneIsToldToWhoWantsNoMore()
{
    ChangeFeed feed;
    const auto tap = feed.tap(FeedTap::Scope::Stock);
    ChangeSet changes = stocks({stock(1, 5)});
    changes.holds = {hold(ReservationId::make(), ReservationStatus::Active)};
    changes.purchases = {purchase(1)};
    feed.publish(changes);
    feed.publish(stocks({stock(1, 6)}));

    const auto first = tap->take();
    QCOMPARE(first.changes.stocks.size(), 1U);
    QCOMPARE(first.changes.stocks.front().stockVersion, 6);
    QVERIFY(first.changes.holds.empty() && first.changes.purchases.empty());

    const auto during = feed.tap();
    feed.publishSnapshot(changes, *during);
    const auto second = tap->take();
    QVERIFY(second.isSnapshot);
    QCOMPARE(second.changes.stocks.size(), 1U);
    QVERIFY(second.changes.holds.empty() && second.changes.purchases.empty());
}

// A snapshot was read while lanes went on: whatever they published since the read began is newer.
void TestChangeFeed::snapshotKeepsWhatCameMeanwhile()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    feed.publish(stocks({stock(7, 70)}));
    const auto during = feed.tap();
    const auto ended = ReservationId::make();
    const auto both = purchase(1);
    ChangeSet meanwhile = stocks({stock(1, 6), stock(2, 2)});
    meanwhile.holds = {hold(ended, ReservationStatus::Cancelled)};
    meanwhile.purchases = {both};
    feed.publish(meanwhile);

    ChangeSet snapshot = stocks({stock(1, 5), stock(2, 3), stock(3, 1)});
    snapshot.holds = {hold(ended, ReservationStatus::Active)};
    snapshot.purchases = {both};
    feed.publishSnapshot(snapshot, *during);
    feed.publish(stocks({stock(3, 2)}));

    const auto taken = tap->take();
    QVERIFY(taken.isSnapshot);
    QHash<ProductId, qint64> versions;
    for (const auto &state : taken.changes.stocks)
        versions.insert(state.product, state.stockVersion);
    QCOMPARE(versions, (QHash<ProductId, qint64>{{product(1), 6}, {product(2), 3}, {product(3), 2}}));
    QCOMPARE(taken.changes.holds.size(), 1U);
    QCOMPARE(taken.changes.holds.front().reservation.status, ReservationStatus::Cancelled);
    QCOMPARE(taken.changes.purchases.size(), 1U);
    QVERIFY(!tap->take().isSnapshot);
}

void TestChangeFeed::theLastOfArchivingAndRestoringCounts()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    ChangeSet shown;
    shown.products.push_back({.id = product(1),
                              .name = u"Boot"_s,
                              .description = {},
                              .category = {},
                              .price = {},
                              .currency = {},
                              .perUserLimit = {},
                              .stock = {},
                              .sale = {},
                              .createdAt = {}});
    shown.stocks.push_back(stock(1, 1));
    ChangeSet archived;
    archived.archivedProducts.push_back(product(1));

    feed.publish(shown);
    feed.publish(archived);
    const auto gone = tap->take().changes;
    QVERIFY(gone.products.empty() && gone.stocks.empty());
    QCOMPARE(gone.archivedProducts.size(), 1);

    feed.publish(archived);
    feed.publish(shown);
    const auto back = tap->take().changes;
    QCOMPARE(back.products.size(), 1);
    QCOMPARE(back.stocks.size(), 1);
    QVERIFY(back.archivedProducts.empty());
}

void TestChangeFeed::serviceAndAge()
{
    ChangeFeed feed;
    const auto tap = feed.tap();
    const auto first = tap->take();
    QVERIFY(first.service && !first.age);
    QVERIFY(!tap->take().service);
    feed.updateService([](ServiceState &state) { state.requests = 7; });
    feed.confirmFresh();
    const auto second = tap->take();
    QCOMPARE(second.service->requests, 7);
    QVERIFY(second.age && second.age->count() >= 0);
    // Age goes on without anything being gathered.
    QTest::qWait(20);
    QVERIFY(*tap->take().age >= std::chrono::milliseconds(20));
    QCOMPARE(feed.tap()->take().service->requests, 7);
}

void TestChangeFeed::goneTapsAreForgotten()
{
    ChangeFeed feed;
    auto tap = feed.tap();
    const std::weak_ptr<FeedTap> weak = tap;
    tap.reset();
    QVERIFY(weak.expired());
    feed.publish(stocks({stock(1, 1)}));
}

// Publishers, readers and snapshots at once. What readers put together is never older than what was
// published.
void TestChangeFeed::manyThreads()
{
    constexpr int last = 3000;
    ChangeFeed feed;
    std::atomic<bool> isPublished = false;
    std::atomic<bool> isDone = false;
    std::vector<std::thread> publishers;
    for (int publisher = 1; publisher <= 3; ++publisher) {
        publishers.emplace_back([&feed, publisher] {
            for (int version = 1; version <= last; ++version) {
                feed.publish(stocks({stock(publisher, version)}));
                feed.updateService([](ServiceState &state) { ++state.requests; });
            }
        });
    }
    std::thread snapshots([&] {
        while (!isPublished) {
            const auto during = feed.tap();
            feed.publishSnapshot(stocks({stock(9, 1)}), *during);
            std::this_thread::yield();
        }
    });
    const auto tap = feed.tap();
    qint64 requests = 0;
    std::thread reader([&] {
        bool isLast = false;
        while (!isLast) {
            isLast = isDone;
            const auto taken = tap->take();
            if (taken.service)
                requests = std::max(requests, taken.service->requests);
        }
    });
    for (auto &publisher : publishers)
        publisher.join();
    isPublished = true;
    snapshots.join();
    isDone = true;
    reader.join();
    QCOMPARE(requests, 3 * last);
    feed.publish(stocks({stock(1, 5), stock(1, 4)}));
    const auto taken = tap->take().changes;
    QCOMPARE(taken.stocks.size(), 1U);
    QCOMPARE(taken.stocks.front().stockVersion, 5);
}

QTEST_GUILESS_MAIN(TestChangeFeed)
#include "test_change_feed.moc"
