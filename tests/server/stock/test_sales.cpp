// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/sale_clerk.h"

#include <QTest>

#include <map>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::microseconds;

/// What sales do to holds: clocks that stand still lose nothing. What happens when everything races stands in
/// test_sale_races.cpp.
class TestSales final : public QObject
{
    Q_OBJECT

private slots:
    void clocksStandStillToTheMicrosecond_data();
    void clocksStandStillToTheMicrosecond();
    void aWrongClockIsNoticed();
    void runsAgainWhenTheEndComesFirst();
    void endingTheSaleStartsTheClocks();
    void readsAsNoEndInSight();
    void extendsOnlyRunningHolds();
    void cancelsManyHoldsAtOnce();
    void growsWhileItIsLocked();
    void takesNoProductUnderAPause();
    void boardIsCertainOfNothingUnderMovedClocks();
};

namespace {

using Left = std::map<ReservationId, microseconds>;

struct StoredHold
{
    Instant expiresAt;
    std::optional<microseconds> frozenLeft;
};

std::map<ReservationId, StoredHold> activeHolds(TestDatabase &database)
{
    auto rows = database.query(
        u"SELECT id, microseconds(expires_at), microseconds_of(frozen_left) FROM reservations WHERE status = 'active'"_s);
    std::map<ReservationId, StoredHold> holds;
    while (rows.next()) {
        const auto left = rows.get<std::optional<qint64>>(2);
        holds.emplace(
            rows.get<ReservationId>(0),
            StoredHold{rows.get<Instant>(1), left ? std::optional(microseconds(*left)) : std::nullopt});
    }
    return holds;
}

/// A sale of three products with holds that fall due at moments of their own, hours ahead.
struct HeldSale
{
    std::vector<ProductId> products;
    SaleId sale;
    Left left;
};

void holdAll(TestDatabase &database, const std::vector<ProductId> &products, int customers)
{
    StockServer server(database.settings());
    server.start();
    for (const auto &customer : addCustomers(database, customers)) {
        for (const auto product : products)
            QVERIFY(server.ask(reserve(customer, product)));
    }
    server.stop();
}

HeldSale holdSale(TestDatabase &database, SaleClerk &clerk, std::mt19937 &random,
                  std::optional<std::chrono::milliseconds> length)
{
    std::vector<ProductId> products;
    for (int count = 0; count < 3; ++count)
        products.push_back(addProduct(database));
    const auto opened = clerk.open(products, length);
    holdAll(database, products, 8);
    for (const auto &[id, hold] : activeHolds(database)) {
        // Across the days, as days are where calendars come in.
        const qint64 more = std::uniform_int_distribution<qint64>(0, 3LL * 86'400 * 1'000'000)(random);
        database.exec(
            u"UPDATE reservations SET expires_at = expires_at + interval '1 microsecond' * %1 WHERE id = '%2'"_s
                .arg(more)
                .arg(id.text()));
    }
    return {products, opened.sale.id, {}};
}

/// What is left of each hold at a moment, as it stands in its row.
Left leftAt(TestDatabase &database, Instant moment)
{
    Left left;
    for (const auto &[id, hold] : activeHolds(database)) {
        const auto untilEnd = hold.expiresAt - moment;
        left.emplace(id, hold.frozenLeft ? std::min(*hold.frozenLeft, untilEnd) : untilEnd);
    }
    return left;
}

QString differenceOf(const Left &one, const Left &other)
{
    if (one.size() != other.size())
        return u"%1 holds instead of %2"_s.arg(one.size()).arg(other.size());
    for (const auto &[id, left] : one) {
        const auto found = other.find(id);
        if (found == other.end() || found->second != left)
            return u"%1: %2 us instead of %3"_s.arg(id.text())
                .arg(found == other.end() ? -1 : found->second.count())
                .arg(left.count());
    }
    return {};
}

} // namespace

void TestSales::clocksStandStillToTheMicrosecond_data()
{
    QTest::addColumn<bool>("hasEnd");
    QTest::addColumn<QString>("zone");
    QTest::newRow("without an end") << false << u"UTC"_s;
    QTest::newRow("with an end") << true << u"UTC"_s;
    // A day has 23 or 25 hours there, twice a year.
    QTest::newRow("where clocks change") << true << u"Europe/Berlin"_s;
}

// Pauses, resumptions, moved ends and restarts at random: what a hold has left changes only while its clock
// runs.
void TestSales::clocksStandStillToTheMicrosecond()
{
    QFETCH(const bool, hasEnd);
    QFETCH(const QString, zone);
    std::mt19937 random(17);
    TestDatabase database;
    auto clerk = std::make_unique<SaleClerk>(database.settings());
    const auto setZone = [&] { QVERIFY(clerk->connection().run(u"SET TIME ZONE '%1'"_s.arg(zone))); };
    setZone();
    const auto held =
        holdSale(database, *clerk, random, hasEnd ? std::optional(200'000'000ms) : std::nullopt);
    bool isFrozen = false;
    Instant last = readDatabaseTime(clerk->connection()).value();
    auto left = leftAt(database, last);
    QCOMPARE(left.size(), 24);
    int moved = 0;
    for (int step = 0; step < 60; ++step) {
        const auto changed = [&]() -> std::optional<SaleChanged> {
            if (random() % 5 == 0) { // a restart: nothing is kept but what the database keeps
                clerk = std::make_unique<SaleClerk>(database.settings());
                setZone();
                return std::nullopt;
            }
            if (hasEnd && random() % 3 == 0)
                return clerk->act([&](Connection &connection, const QString &sender) {
                    return extendSale(connection, held.sale, std::chrono::seconds(1 + random() % 90'000),
                                      sender);
                });
            return isFrozen ? clerk->resume(held.sale) : clerk->freeze(held.sale);
        }();
        if (!changed)
            continue;
        const auto now = changed->decidedAt;
        if (!isFrozen) {
            for (auto &[id, each] : left)
                each -= now - last;
        }
        QCOMPARE(differenceOf(left, leftAt(database, now)), QString());
        moved += changed->holds;
        isFrozen = changed->sale.holdsFrozenAt.has_value();
        last = now;
        for (const auto &[id, hold] : activeHolds(database)) {
            QCOMPARE(hold.frozenLeft.has_value(), isFrozen);
            const auto expected = !isFrozen ? now + left.at(id)
                : changed->sale.endsAt      ? *changed->sale.endsAt + left.at(id)
                                            : Instant::max();
            if (isFrozen || changed->holds > 0)
                QVERIFY(hold.expiresAt == expected);
        }
    }
    QVERIFY2(moved > 200, "hardly anything moved");
    QCOMPARE(auditOf(database), QStringList());
}

// The measure used above sees a microsecond.
void TestSales::aWrongClockIsNoticed()
{
    std::mt19937 random(18);
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto held = holdSale(database, clerk, random, {});
    const auto frozen = clerk.freeze(held.sale);
    const auto left = leftAt(database, frozen.decidedAt);
    QCOMPARE(differenceOf(left, leftAt(database, frozen.decidedAt + 1h)), QString());
    database.exec(u"UPDATE reservations SET frozen_left = frozen_left + interval '1 microsecond' "
                  "WHERE id = (SELECT max(id::text)::uuid FROM reservations)"_s);
    QVERIFY(!differenceOf(left, leftAt(database, frozen.decidedAt)).isEmpty());
    clerk.resume(held.sale);
    const auto now = readDatabaseTime(clerk.connection()).value();
    QVERIFY(differenceOf(leftAt(database, now), leftAt(database, now)).isEmpty());
    QVERIFY(!differenceOf(leftAt(database, now), leftAt(database, now + 1us)).isEmpty());
}

// Nobody resumes the sale, and no server is there when its end comes: what was left runs from there.
void TestSales::runsAgainWhenTheEndComesFirst()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database, {.holdSeconds = 2});
    const auto opened = clerk.open({product}, 3s);
    holdAll(database, {product}, 5);
    const auto frozen = clerk.freeze(opened.sale.id);
    QCOMPARE(frozen.holds, 5);
    const auto left = leftAt(database, frozen.decidedAt);
    const auto databaseNow = [&] { return readDatabaseTime(clerk.connection()).value(); };
    QVERIFY(waitUntil([&] { return databaseNow() > frozen.decidedAt + 2'200ms; }));
    QCOMPARE(leftAt(database, *opened.sale.endsAt), left); // though no hold lasts that long

    StockServer server(database.settings());
    server.start();
    QVERIFY(waitUntil([&] { return levelOf(database, product).reserved == 0; }));
    auto rows = database.query(u"SELECT id, microseconds(ended_at), status FROM reservations"_s);
    while (rows.next()) {
        QCOMPARE(rows.get<QString>(2), u"expired"_s);
        QVERIFY(rows.get<Instant>(1) == *opened.sale.endsAt + left.at(rows.get<ReservationId>(0)));
    }
    QCOMPARE(auditOf(database), QStringList());
}

void TestSales::endingTheSaleStartsTheClocks()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database);
    const auto opened = clerk.open({product});
    holdAll(database, {product}, 3);
    const auto frozen = clerk.freeze(opened.sale.id);
    const auto left = leftAt(database, frozen.decidedAt);
    const auto ended = clerk.act([&](Connection &connection, const QString &sender) {
        return endSale(connection, opened.sale.id, sender);
    });
    QCOMPARE(ended.holds, 3);
    for (const auto &[id, hold] : activeHolds(database))
        QVERIFY(hold.expiresAt == *ended.sale.endsAt + left.at(id));
    const auto read = readHold(clerk.connection(), left.begin()->first).value().value();
    QVERIFY(!read.reservation.isFrozenAt(read.readAt));
    QVERIFY(read.reservation.leftAt(read.readAt) < left.begin()->second);
}

// Every reader copes with a hold whose end nobody knows.
void TestSales::readsAsNoEndInSight()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database);
    const auto opened = clerk.open({product});
    holdAll(database, {product}, 1);
    const auto id = activeHolds(database).begin()->first;
    const auto frozen = clerk.freeze(opened.sale.id);
    QCOMPARE(frozen.news.changes.holds.size(), 1);
    const auto &told = frozen.news.changes.holds.front();
    QVERIFY(told.reservation.expiresAt == Instant::max());
    QVERIFY(told.decidedAt == frozen.decidedAt);
    QVERIFY(told.reservation.isFrozenAt(frozen.decidedAt + 1'000h));

    const auto read = readHold(clerk.connection(), id).value().value();
    QVERIFY(read.reservation.expiresAt == Instant::max());
    QVERIFY(read.reservation.frozenLeft == told.reservation.frozenLeft);
    QCOMPARE(read.reservation.status, ReservationStatus::Active);
    QCOMPARE(readLiveHolds(clerk.connection(), read.reservation.user, {}).value().total, 1);
    QCOMPARE(readActiveHolds(clerk.connection(), 10).value().size(), 1);

    // The sweep neither ends it nor waits for it in a hurry.
    StockServer server(database.settings());
    server.start();
    const auto swept = server.ask(ExpireDue{}).value();
    QVERIFY(swept.holds.empty());
    QVERIFY(swept.nextDue == Instant::max());
    const Customer owner{read.reservation.user, read.username, true};
    QVERIFY(server.ask(CheckOut{HoldById{id}, owner}));
    QCOMPARE(levelOf(database, product), (StockLevel{100, 99, 0, 1}));
}

void TestSales::extendsOnlyRunningHolds()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database);
    const auto opened = clerk.open({product});
    holdAll(database, {product}, 1);
    const auto id = activeHolds(database).begin()->first;
    StockServer server(database.settings());
    server.start();
    clerk.freeze(opened.sale.id);
    for (const bool byOperator : {false, true})
        QCOMPARE(codeOf(server.ask(Extend{HoldById{id}, {}, byOperator, 60})), u"SALE_PAUSED"_s);
    clerk.act([&](Connection &connection, const QString &sender) {
        return endSale(connection, opened.sale.id, sender);
    });
    // The sale is over and its clock runs: what is added is added to what runs.
    const auto before = activeHolds(database).at(id).expiresAt;
    const auto extended = server.ask(Extend{HoldById{id}, {}, true, 60}).value();
    QVERIFY(extended.hold.reservation.expiresAt == before + 60s);
    QVERIFY(!extended.hold.reservation.isFrozenAt(extended.decidedAt));
    QVERIFY(!activeHolds(database).at(id).frozenLeft);
}

void TestSales::cancelsManyHoldsAtOnce()
{
    constexpr int count = 20'000;
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database, {.total = count});
    const auto sale = clerk.open({product}).sale.id;
    database.exec(uR"(
        INSERT INTO users (id, username) SELECT gen_random_uuid(), 'crowd-' || n FROM generate_series(1, %1) AS n;
        INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
            SELECT gen_random_uuid(), %2, id, 1, clock_timestamp(), clock_timestamp() + interval '1 hour' FROM users;
        UPDATE products SET available_stock = 0, reserved_stock = %1)"_s.arg(count)
                      .arg(product.text()));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(clerk.freeze(sale).holds, count);
    qInfo("frozen in %lld ms", clock.restart());
    QCOMPARE(clerk.resume(sale).holds, count);
    qInfo("resumed in %lld ms", clock.restart());
    const auto cancelled = clerk.act(
        [&](Connection &connection, const QString &sender) { return cancelSale(connection, sale, sender); });
    qInfo("cancelled in %lld ms", clock.elapsed());
    QCOMPARE(cancelled.holds, count);
    QCOMPARE(levelOf(database, product), (StockLevel{count, count, 0, 0}));
    QCOMPARE(cancelled.news.changes.stocks.size(), 1);
    QCOMPARE(auditOf(database), QStringList());
}

// A product joins the sale after its products were looked up and before it is locked: it is not passed by.
void TestSales::growsWhileItIsLocked()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto first = addProduct(database);
    const auto second = addProduct(database);
    const auto sale = clerk.open({first}).sale.id;
    auto &edit = database.connection();
    QVERIFY(edit.begin());
    // As an edit of the product does.
    database.exec(u"SELECT 1 FROM products WHERE id = %1 FOR UPDATE"_s.arg(second.text()));
    database.exec(u"SELECT 1 FROM sales WHERE id = %1 FOR SHARE"_s.arg(sale.text()));
    database.exec(u"UPDATE products SET sale_id = %1 WHERE id = %2"_s.arg(sale.text(), second.text()));

    std::promise<SaleChanged> promise;
    auto paused = promise.get_future();
    std::thread admin([&] {
        SaleClerk own(database.settings());
        promise.set_value(own.freeze(sale));
    });
    QVERIFY(waitUntil(
        [&] { return database.scalar<qint64>(u"SELECT count(*) FROM pg_locks WHERE NOT granted"_s) > 0; }));
    QVERIFY(edit.commit());
    const auto changed = StockServer::outcomeOf(std::move(paused));
    admin.join();
    QCOMPARE(changed.products.size(), 2);
}

// A hold made on a product that joined a sale meanwhile would escape the pause: nobody joins one under an
// act.
void TestSales::takesNoProductUnderAPause()
{
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const auto product = addProduct(database);
    const auto sale = clerk.open({}).sale.id;
    Transaction transaction(clerk.connection());
    QVERIFY(pauseSale(clerk.connection(), sale, HoldClocks::StandStill, u"clerk"_s).value());
    std::promise<SaleChanged> promise;
    auto joined = promise.get_future();
    std::thread admin([&] {
        SaleClerk own(database.settings());
        promise.set_value(own.act([&](Connection &connection, const QString &sender) {
            return editSale(connection, sale, {.products = std::vector{product}}, sender);
        }));
    });
    QVERIFY(waitUntil(
        [&] { return database.scalar<qint64>(u"SELECT count(*) FROM pg_locks WHERE NOT granted"_s) > 0; }));
    QVERIFY(joined.wait_for(0s) != std::future_status::ready);
    QVERIFY(transaction.commit());
    QVERIFY(StockServer::outcomeOf(std::move(joined)).sale.holdsFrozenAt);
    admin.join();
}

// Sold out for certain, until the clocks of holds have moved that no sweep has seen since.
void TestSales::boardIsCertainOfNothingUnderMovedClocks()
{
    DatabaseClock clock;
    ExpirySchedule schedule;
    StockBoard board(clock, schedule);
    const auto product = ProductId::from(1).value();
    const auto saleId = SaleId::from(1).value();
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    Product sneaker{.id = product,
                    .name = u"Sneaker"_s,
                    .description = {},
                    .category = {},
                    .price = {},
                    .currency = u"EUR"_s,
                    .perUserLimit = {},
                    .stock = {1, 0, 1, 0},
                    .sale = saleId,
                    .createdAt = now};
    Sale sale{.id = saleId,
              .name = u"Sale"_s,
              .startsAt = now - 1h,
              .endsAt = {},
              .pausedAt = {},
              .cancelledAt = {}};
    const auto sweep = [&] {
        schedule.beginSweep();
        schedule.endSweep(Instant::max());
    };
    const auto see = [&] {
        clock.observe(now, std::chrono::steady_clock::now());
        return board.replaceAll({sneaker}, {sale}, std::chrono::steady_clock::now()).isStockForeign;
    };
    const auto refusal = [&] {
        const auto refused = board.certainRefusal(reserve(newcomer(u"ann"_s), product));
        return refused ? QString(errorName(refused->code)) : u"none"_s;
    };
    sweep();
    QVERIFY(!see());
    QCOMPARE(refusal(), u"none"_s); // the sale is new here: its holds may have run again just before
    sweep();
    QCOMPARE(refusal(), u"OUT_OF_STOCK"_s);
    sale.pausedAt = sale.holdsFrozenAt = now;
    ++sale.version;
    QVERIFY(see()); // somebody else's doing: the holds are to be read anew
    QCOMPARE(refusal(), u"SALE_PAUSED"_s);
    sale.pausedAt = sale.holdsFrozenAt = std::nullopt;
    ++sale.version;
    QVERIFY(see());
    QCOMPARE(refusal(), u"none"_s);
    sweep();
    QCOMPARE(refusal(), u"OUT_OF_STOCK"_s);
    ++sale.version;
    QVERIFY(!see()); // renamed, for one
}

QTEST_GUILESS_MAIN(TestSales)
#include "test_sales.moc"
