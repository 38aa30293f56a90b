// SPDX-License-Identifier: GPL-3.0-only
#include "stock/stock_watch.h"
#include "tests/server/stock/stock_server.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the board may say without the database, and how it hears of what others do.
class TestBoard final : public QObject
{
    Q_OBJECT

private slots:
    void refusesOnlyWhatIsCertain();
    void refusesPurchasesOnlyWhileNobodyHoldsAny();
    void knowsNothingOfTheStale();
    void keepsAwayFromASalesEdges();
    void keepsAwayFromHoldsThatFallDue();
    void versionsNeverGoBack();
    void ownCommitsAreNeverForeign();
    void ownCommitsOutOfOrderAreNotForeign();
    void othersCommitsAreForeignAtTheSecondLook();
    void productOfAnotherServerIsForeign();
    void archivedStaysGone();
    void whatIsPutIsNotUndoneByAnOlderLook();
    void productsShowTheirSalesAsPut();
    void knowsTheActiveSaleAndItsProducts();
    void clockKeepsTheBestReading();
    void scheduleKnowsHowMuchItKnows();
    void watchHearsOfOthers_data();
    void watchHearsOfOthers();
    void watchSaysExactlyWhatIsForeign();
    void watchComesBackAfterAnOutage();
};

namespace {

const Instant noon = instantFromMicroseconds(1'800'000'000'000'000);
using Clock = std::chrono::steady_clock;

Product someProduct(int available, qint64 stockVersion = 1)
{
    return {.id = ProductId::from(1).value(),
            .name = u"product"_s,
            .description = {},
            .category = {},
            .price = {},
            .currency = u"EUR"_s,
            .perUserLimit = {},
            .holdSeconds = 60,
            .version = 1,
            .stockVersion = stockVersion,
            .stock = {100, available, 100 - available, 0},
            .sale = {},
            .createdAt = noon};
}

// A board whose clock and schedule have just been told of.
struct FreshBoard
{
    DatabaseClock clock;
    ExpirySchedule schedule;
    StockBoard board{clock, schedule};

    FreshBoard()
    {
        clock.observe(noon, Clock::now());
        sweep({});
    }
    void sweep(std::optional<Instant> nextDue)
    {
        schedule.beginSweep();
        schedule.endSweep(nextDue);
    }
    void show(const Product &product, const std::vector<Sale> &sales = {})
    {
        board.replaceAll({product}, sales, Clock::now());
    }
    QString purchaseRefusal(int quantity, std::optional<SaleId> sale = {})
    {
        const Customer customer = known(UserId::make(), u"somebody"_s);
        const auto found =
            board.certainRefusal(BuyNow{customer, ProductId::from(1).value(), units(quantity), sale});
        return found ? QString(errorName(found->code)) : u"none"_s;
    }
    QString refusal(int quantity = 1)
    {
        const Customer customer = known(UserId::make(), u"somebody"_s);
        const auto found = board.certainRefusal(reserve(customer, ProductId::from(1).value(), quantity));
        return found ? QString(errorName(found->code)) : u"none"_s;
    }
};

StockMove move(qint64 before, qint64 after)
{
    return {{ProductId::from(1).value(), {100, 50, 50, 0}, after}, after - before};
}

Sale saleFrom(std::optional<Instant> start, std::optional<Instant> end, std::optional<Instant> pause = {})
{
    return {.id = SaleId::from(1).value(),
            .name = u"sale"_s,
            .startsAt = start,
            .endsAt = end,
            .pausedAt = pause,
            .cancelledAt = {}};
}

// A server with a watch, and what the watch has said.
struct WatchingServer
{
    explicit WatchingServer(const ConnectionSettings &database)
        : server(database)
        , watch(server.surroundings().get(),
                {.changed = [this](const ChangeSet &) { ++changes; },
                 .looked =
                     [this](bool isForeign) {
                         ++looks;
                         foreign += isForeign ? 1 : 0;
                     },
                 .lost = [this](const QString &) { ++losses; }})
    {
        server.start();
        watch.start();
    }
    ~WatchingServer()
    {
        watch.stop();
        server.stop();
    }
    bool awaitLooks(int count)
    {
        const int end = looks + count;
        return waitUntil([&] { return looks >= end; });
    }

    std::atomic<int> changes = 0;
    std::atomic<int> looks = 0;
    std::atomic<int> foreign = 0;
    std::atomic<int> losses = 0;
    StockServer server;
    StockWatch watch;
};

} // namespace

void TestBoard::refusesOnlyWhatIsCertain()
{
    FreshBoard fresh;
    QCOMPARE(fresh.refusal(), u"none"_s); // unknown: perhaps just made by somebody
    fresh.show(someProduct(2));
    QCOMPARE(fresh.refusal(2), u"none"_s);
    QCOMPARE(fresh.refusal(3), u"OUT_OF_STOCK"_s);
    const auto product = ProductId::from(1).value();
    const Reserve several{known(UserId::make(), u"x"_s),
                          {{product, units(3)}, {ProductId::from(2).value(), units(1)}}};
    QVERIFY(!fresh.board.certainRefusal(several));

    // A clock that is hardly known is certain of nothing.
    DatabaseClock vague;
    vague.observe(noon, Clock::now() - 400ms);
    StockBoard board(vague, fresh.schedule);
    board.replaceAll({someProduct(0)}, {}, Clock::now());
    QVERIFY(!board.certainRefusal(reserve(known(UserId::make(), u"x"_s), product)));
}

void TestBoard::refusesPurchasesOnlyWhileNobodyHoldsAny()
{
    FreshBoard fresh;
    const auto live = saleFrom(noon - 60s, noon + 60s);
    auto product = someProduct(2);
    product.sale = live.id;
    product.stock = {100, 2, 0, 98};
    fresh.show(product, {live});
    fresh.sweep({});
    QCOMPARE(fresh.purchaseRefusal(2), u"none"_s);
    QCOMPARE(fresh.purchaseRefusal(3), u"OUT_OF_STOCK"_s);
    QCOMPARE(fresh.purchaseRefusal(3, live.id), u"OUT_OF_STOCK"_s);
    // Of another sale, or of none that is on, the database says something else.
    QCOMPARE(fresh.purchaseRefusal(3, SaleId::from(2)), u"none"_s);
    auto paused = live;
    paused.pausedAt = noon - 30s;
    paused.version = 2;
    fresh.show(product, {paused});
    QCOMPARE(fresh.purchaseRefusal(3), u"none"_s);
    fresh.show(someProduct(2), {});
    QCOMPARE(fresh.purchaseRefusal(3), u"none"_s);
    // Three may be held by whoever asks for three.
    FreshBoard held;
    product.stock = {100, 2, 3, 95};
    held.show(product, {live});
    held.sweep({});
    QCOMPARE(held.purchaseRefusal(3), u"none"_s);
}

void TestBoard::knowsNothingOfTheStale()
{
    FreshBoard fresh;
    fresh.board.replaceAll({someProduct(0)}, {}, Clock::now() - StockBoard::certainFor - 1ms);
    QCOMPARE(fresh.refusal(), u"none"_s);
    fresh.board.replaceAll({someProduct(0)}, {}, Clock::now());
    QCOMPARE(fresh.refusal(), u"OUT_OF_STOCK"_s);
    QTest::qWait(static_cast<int>(StockBoard::certainFor.count()) + 20);
    QCOMPARE(fresh.refusal(), u"none"_s);
    // A commit confirms the stock, at the moment it was asked for.
    const std::vector<StockMove> moves{{{ProductId::from(1).value(), {100, 0, 100, 0}, 2}, 1}};
    fresh.sweep({});
    fresh.board.update(moves, Clock::now() - StockBoard::certainFor - 1ms);
    QCOMPARE(fresh.refusal(), u"none"_s);
    fresh.board.update(moves, Clock::now());
    QCOMPARE(fresh.refusal(), u"OUT_OF_STOCK"_s);
}

void TestBoard::keepsAwayFromASalesEdges()
{
    FreshBoard fresh;
    auto product = someProduct(100);
    product.sale = SaleId::from(1).value();
    const auto refusal = [&](const Sale &sale) {
        fresh.show(product, {sale});
        return fresh.refusal();
    };
    QCOMPARE(refusal(saleFrom({}, {})), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(refusal(saleFrom(noon - 1h, {})), u"none"_s);
    QCOMPARE(refusal(saleFrom(noon - 1h, {}, noon)), u"SALE_PAUSED"_s);
    QCOMPARE(refusal(saleFrom(noon + 1h, {})), u"DROP_NOT_ACTIVE"_s);
    QCOMPARE(refusal(saleFrom(noon - 2h, noon - 1h)), u"DROP_NOT_ACTIVE"_s);
    // Near an edge the clocks may disagree.
    const auto now = fresh.clock.now();
    QCOMPARE(refusal(saleFrom(now + 200ms, {})), u"none"_s);
    QCOMPARE(refusal(saleFrom(now - 2h, now - 50ms)), u"none"_s);
}

void TestBoard::keepsAwayFromHoldsThatFallDue()
{
    FreshBoard fresh;
    fresh.show(someProduct(0));
    QCOMPARE(fresh.refusal(), u"OUT_OF_STOCK"_s);
    fresh.sweep(fresh.clock.now() + 10s);
    QCOMPARE(fresh.refusal(), u"OUT_OF_STOCK"_s);
    fresh.schedule.observe(fresh.clock.now() + 200ms);
    QCOMPARE(fresh.refusal(), u"none"_s);
    // Swept: certain again.
    fresh.sweep({});
    QCOMPARE(fresh.refusal(), u"OUT_OF_STOCK"_s);
    // A sweep that has begun and never ends, while another server may have made short holds.
    fresh.schedule.beginSweep();
    QTest::qWait(800);
    fresh.show(someProduct(0));
    QCOMPARE(fresh.refusal(), u"none"_s);
}

void TestBoard::versionsNeverGoBack()
{
    FreshBoard fresh;
    fresh.show(someProduct(100));
    std::atomic<bool> isDone = false;
    std::vector<std::thread> writers;
    for (quint32 writer = 0; writer < 3; ++writer) {
        writers.emplace_back([&fresh, writer] {
            std::mt19937 random(writer);
            for (int step = 0; step < 5000; ++step) {
                const auto version = 1 + step / 2 + static_cast<int>(random() % 200);
                if (random() % 10 == 0)
                    fresh.show(someProduct(50, version));
                else
                    fresh.board.update(std::vector<StockMove>{move(version - 1, version)}, Clock::now());
            }
        });
    }
    std::thread reader([&] {
        qint64 last = 0;
        while (!isDone) {
            const auto version = fresh.board.find(ProductId::from(1).value())->product.stockVersion;
            if (version < last)
                qFatal("the board went back from %lld to %lld", last, version);
            last = version;
            fresh.board.all();
            fresh.refusal();
        }
    });
    for (auto &writer : writers)
        writer.join();
    isDone = true;
    reader.join();
    QVERIFY(fresh.board.find(ProductId::from(1).value())->product.stockVersion > 2500);
}

void TestBoard::ownCommitsAreNeverForeign()
{
    FreshBoard fresh;
    fresh.show(someProduct(100, 5));
    // A look may see a commit before the lane has told of it.
    QVERIFY(!fresh.board.replaceAll({someProduct(50, 8)}, {}, Clock::now()).isStockForeign);
    fresh.board.update(std::vector{move(5, 8)}, Clock::now());
    for (int look = 0; look < 3; ++look)
        QVERIFY(!fresh.board.replaceAll({someProduct(50, 8)}, {}, Clock::now()).isStockForeign);
}

void TestBoard::ownCommitsOutOfOrderAreNotForeign()
{
    FreshBoard fresh;
    fresh.show(someProduct(100, 5));
    fresh.board.update(std::vector{move(7, 9)}, Clock::now());
    QVERIFY(!fresh.board.replaceAll({someProduct(50, 9)}, {}, Clock::now()).isStockForeign);
    fresh.board.update(std::vector{move(6, 7)}, Clock::now());
    fresh.board.update(std::vector{move(5, 6)}, Clock::now());
    for (int look = 0; look < 3; ++look)
        QVERIFY(!fresh.board.replaceAll({someProduct(50, 9)}, {}, Clock::now()).isStockForeign);
}

void TestBoard::othersCommitsAreForeignAtTheSecondLook()
{
    FreshBoard fresh;
    const auto look = [&](qint64 version) {
        return fresh.board.replaceAll({someProduct(50, version)}, {}, Clock::now()).isStockForeign;
    };
    QVERIFY(!look(5));
    QVERIFY(!look(6));
    QVERIFY(look(6));
    QVERIFY(!look(6));
    // Between own commits: 7 is somebody's.
    fresh.board.update(std::vector{move(7, 8)}, Clock::now());
    QVERIFY(!look(8));
    QVERIFY(look(8));
    QVERIFY(!look(8));
}

void TestBoard::productOfAnotherServerIsForeign()
{
    FreshBoard fresh;
    QVERIFY(!fresh.board.replaceAll({}, {}, Clock::now()).isStockForeign);
    QVERIFY(!fresh.board.replaceAll({someProduct(50, 3)}, {}, Clock::now()).isStockForeign);
    QVERIFY(fresh.board.replaceAll({someProduct(50, 3)}, {}, Clock::now()).isStockForeign);
}

// A look that began before the act has read what was there before it.
void TestBoard::archivedStaysGone()
{
    FreshBoard fresh;
    const auto product = someProduct(10);
    fresh.show(product);
    const auto before = Clock::now();
    ChangeSet archived;
    archived.archivedProducts.push_back(product.id);
    fresh.board.put(archived);
    QVERIFY(!fresh.board.find(product.id));
    const auto stale = fresh.board.replaceAll({product}, {}, before);
    QVERIFY(!fresh.board.find(product.id));
    QVERIFY(stale.changes.isEmpty());
    // Restored, by this server or another, it is there again.
    auto restored = product;
    restored.version = 3;
    const auto later = fresh.board.replaceAll({restored}, {}, Clock::now());
    QCOMPARE(later.changes.products.size(), 1);
    QVERIFY(fresh.board.find(product.id));

    fresh.board.put(archived);
    ChangeSet back;
    back.products.push_back(restored);
    fresh.board.put(back);
    QVERIFY(fresh.board.find(product.id));
    fresh.board.replaceAll({}, {}, before);
    QVERIFY(fresh.board.find(product.id));
}

void TestBoard::whatIsPutIsNotUndoneByAnOlderLook()
{
    FreshBoard fresh;
    const auto old = someProduct(10);
    const auto oldSale = saleFrom(noon, {});
    fresh.show(old, {oldSale});
    ChangeSet edited;
    edited.products.push_back(old);
    edited.products.front().version = 2;
    edited.products.front().name = u"new"_s;
    edited.products.front().sale = SaleId::from(1);
    edited.sales.push_back(saleFrom(noon, {}, noon));
    edited.sales.front().version = 2;
    fresh.board.put(edited);
    const auto difference = fresh.board.replaceAll({old}, {oldSale}, Clock::now());
    QVERIFY(difference.changes.isEmpty());
    const auto entry = fresh.board.find(old.id).value();
    QCOMPARE(entry.product.name, u"new"_s);
    QCOMPARE(entry.product.version, 2);
    QVERIFY(entry.sale.value().pausedAt);
}

void TestBoard::productsShowTheirSalesAsPut()
{
    FreshBoard fresh;
    auto product = someProduct(10);
    product.sale = SaleId::from(1);
    fresh.show(product, {saleFrom(noon - 1h, {})});
    QCOMPARE(fresh.refusal(), u"none"_s);
    ChangeSet paused;
    paused.sales.push_back(saleFrom(noon - 1h, {}, noon));
    paused.sales.front().version = 2;
    fresh.board.put(paused);
    QCOMPARE(fresh.refusal(), u"SALE_PAUSED"_s);
    ChangeSet freed;
    product.sale = {};
    product.version = 2;
    freed.products.push_back(product);
    fresh.board.put(freed);
    QCOMPARE(fresh.refusal(), u"none"_s);
}

void TestBoard::knowsTheActiveSaleAndItsProducts()
{
    FreshBoard fresh;
    const auto id = [](qint64 number) { return SaleId::from(number).value(); };
    const auto sale = [&id](qint64 number, Instant start) {
        auto made = saleFrom(start, noon + 1h);
        made.id = id(number);
        return made;
    };
    QVERIFY(!fresh.board.activeSale(noon));
    auto drop = sale(6, noon - 1s);
    drop.isDrop = true;
    auto paused = sale(7, noon - 1s);
    paused.pausedAt = noon - 1s;
    std::vector<Product> products;
    for (const qint64 number : {9, 2, 5}) {
        auto product = someProduct(5);
        product.id = ProductId::from(number).value();
        product.sale = id(number == 2 ? 3 : 4);
        products.push_back(product);
    }
    fresh.board.replaceAll(products,
                           {sale(3, noon - 1min), sale(4, noon - 1min), sale(5, noon - 2min), drop, paused,
                            sale(8, noon + 1min)},
                           Clock::now());
    QCOMPARE(fresh.board.activeSale(noon)->id, id(4));
    QCOMPARE(fresh.board.activeSale(noon - 90s)->id, id(5));
    QCOMPARE(fresh.board.activeSale(noon + 1min)->id, id(8));
    QVERIFY(!fresh.board.activeSale(noon + 1h));
    QCOMPARE(fresh.board.findSale(id(7)), paused);
    QVERIFY(!fresh.board.findSale(id(1)));
    const auto inFour = fresh.board.productsOf(id(4));
    QCOMPARE(inFour.size(), 2u);
    QCOMPARE(inFour.front().id.number(), 5);
    QCOMPARE(inFour.back().id.number(), 9);
}

void TestBoard::clockKeepsTheBestReading()
{
    DatabaseClock clock;
    QVERIFY(!clock.doubt());
    const auto start = Clock::now();
    clock.observe(noon, Clock::now());
    const auto later = [&] {
        return noon + std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    };
    // An answer that took a second says less than what is known.
    clock.observe(later() - 900ms, Clock::now() - 1s);
    QVERIFY(clock.now() > later() - 50ms);
    QVERIFY(*clock.doubt() < 50ms);
    // One that cannot be true any more: the database's clock was set.
    clock.observe(noon - 1h, Clock::now());
    QVERIFY(clock.now() < noon - 59min);
    clock.observe(noon + 1h, Clock::now());
    QVERIFY(clock.now() >= noon + 1h);
}

void TestBoard::scheduleKnowsHowMuchItKnows()
{
    ExpirySchedule schedule;
    QVERIFY(!schedule.isNoneDueBy(noon + 1ms, noon));
    QCOMPARE(schedule.untilNextSweep(noon).count(), 0);
    schedule.beginSweep();
    schedule.observe(noon + 5s);
    schedule.endSweep(noon + 10s);
    QVERIFY(schedule.isNoneDueBy(noon + 500ms, noon));
    QVERIFY(!schedule.isNoneDueBy(noon + 1s, noon));
    QVERIFY(schedule.untilNextSweep(noon) <= ExpirySchedule::lookIntervalMax);
    // Seen while the sweep was reading: not forgotten.
    QVERIFY(!schedule.isNoneDueBy(noon + 5s, noon + 4'900ms));
    QCOMPARE(schedule.untilNextSweep(noon + 5s).count(), 0);
}

void TestBoard::watchHearsOfOthers_data()
{
    QTest::addColumn<bool>("isAnnounced");
    QTest::newRow("by notification") << true;
    QTest::newRow("by looking, as the notification is lost") << false;
}

void TestBoard::watchHearsOfOthers()
{
    QFETCH(bool, isAnnounced);
    TestDatabase database;
    const auto product = addProduct(database);
    WatchingServer watching(database.settings());
    QVERIFY(waitUntil([&] { return watching.server.board().find(product).has_value(); }));
    const auto customers = addCustomers(database, 8);
    StockServer other(database.settings());
    other.start();
    int held = 0;
    for (const auto &customer : customers) {
        ++held;
        if (isAnnounced) {
            QCOMPARE(codeOf(other.ask(reserve(customer, product))), u"done"_s);
        } else {
            database.exec(u"UPDATE products SET available_stock = available_stock - 1, reserved_stock = "
                          u"reserved_stock + 1, "
                          "stock_version = stock_version + 1 WHERE id = "_s
                          + product.text());
        }
        const auto began = Clock::now();
        QVERIFY(
            waitUntil([&] { return watching.server.board().find(product)->product.stock.reserved == held; }));
        QVERIFY(Clock::now() - began < 1s);
    }
}

// Own load for a while, with looks in between: nothing foreign. One change by another server: foreign, once.
void TestBoard::watchSaysExactlyWhatIsForeign()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = 100'000});
    WatchingServer watching(database.settings());
    QVERIFY(watching.awaitLooks(2));
    const auto customers = addCustomers(database, 2000);
    std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
    for (size_t index = 0; index < customers.size(); ++index) {
        outcomes.push_back(watching.server.send(reserve(customers[index], product)));
        if (index % 100 == 0)
            watching.watch.lookNow();
        if (index % 10 == 0)
            std::this_thread::sleep_for(2ms);
    }
    for (auto &outcome : outcomes)
        QCOMPARE(codeOf(StockServer::outcomeOf(std::move(outcome))), u"done"_s);
    QVERIFY(watching.awaitLooks(3));
    QCOMPARE(watching.foreign.load(), 0);

    StockServer other(database.settings());
    other.start();
    for (int change = 1; change <= 5; ++change) {
        QCOMPARE(codeOf(other.ask(Restock{product, units(1), {}, {}})), u"done"_s);
        QCOMPARE(codeOf(watching.server.ask(Restock{product, units(1), {}, {}})), u"done"_s);
        QVERIFY(waitUntil([&] { return watching.foreign == change; }));
        QVERIFY(watching.awaitLooks(2));
        QCOMPARE(watching.foreign.load(), change);
    }
}

void TestBoard::watchComesBackAfterAnOutage()
{
    TestDatabase database;
    const auto product = addProduct(database);
    WatchingServer watching(database.settings());
    QVERIFY(watching.awaitLooks(2));
    database.terminateSessions();
    QVERIFY(watching.awaitLooks(2));
    StockServer other(database.settings());
    other.start();
    QCOMPARE(codeOf(other.ask(Restock{product, units(7), {}, {}})), u"done"_s);
    QVERIFY(waitUntil([&] { return watching.server.board().find(product)->product.stock.total == 107; }));
}

QTEST_GUILESS_MAIN(TestBoard)
#include "test_board.moc"
