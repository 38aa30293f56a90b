// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A hold ends exactly once, and in time.
class TestEndings final : public QObject
{
    Q_OBJECT

private slots:
    void everyHoldHasOneWinner();
    void aHoldNamedTwiceEndsNothingTogether_data();
    void aHoldNamedTwiceEndsNothingTogether();
    void runsOutWithinASecond_data();
    void runsOutWithinASecond();
    void runsOutWhileNobodyWasThere();
    void isOverBeforeTheSweep();
    void canBeHeldAgainAtOnce();
    void oneLockedProductStopsNoOther();
    void sweepsMoreThanAChunk();
    void sweepReadsOnlyWhatIsDue();
    void backInStockBeforeAnybodyIsRefused();
};

namespace {

// Holds of all customers on one product; in portions, so that a slow machine keeps the commands' deadline.
std::vector<Reservation> hold(StockServer &server, const std::vector<Customer> &customers, ProductId product)
{
    constexpr size_t portion = 500;
    std::vector<Reservation> holds;
    while (holds.size() < customers.size()) {
        std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
        const auto end = std::min(customers.size(), holds.size() + portion);
        for (auto index = holds.size(); index < end; ++index)
            outcomes.push_back(server.send(reserve(customers[index], product)));
        for (auto &outcome : outcomes)
            holds.push_back(StockServer::outcomeOf(std::move(outcome)).value().holds.front().reservation);
    }
    return holds;
}

void moveToThePast(TestDatabase &database, ProductId product)
{
    database.exec(u"UPDATE reservations SET created_at = created_at - interval '1 day', "
                  "expires_at = expires_at - interval '1 day' WHERE status = 'active' AND product_id = "_s
                  + product.text());
}

} // namespace

void TestEndings::aHoldNamedTwiceEndsNothingTogether_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("reservations");
    QTest::addColumn<int>("ended");
    const auto row = [](const char *name, int kind, const QString &reservations, int ended) {
        QTest::newRow(name) << kind << reservations << ended;
    };
    row("check out by id and by customer", 2, u"first.id, NULL, NULL"_s, -1);
    row("check out by id twice", 2, u"first.id, first.id, NULL"_s, -1);
    row("cancel by id and by customer", 3, u"first.id, NULL, NULL"_s, -1);
    row("cancel by customer twice", 3, u"NULL, NULL, NULL"_s, -1);
    row("check out, one refused", 2, u"first.id, gen_random_uuid(), NULL"_s, 2);
    row("cancel, one refused", 3, u"first.id, gen_random_uuid(), NULL"_s, 2);
}

// The lane then goes one by one, so what is done together must not have begun.
void TestEndings::aHoldNamedTwiceEndsNothingTogether()
{
    QFETCH(int, kind);
    QFETCH(QString, reservations);
    QFETCH(int, ended);
    TestDatabase database;
    const auto product = addProduct(database, {.total = 5});
    {
        StockServer server(database.settings());
        server.start();
        hold(server, addCustomers(database, 2), product);
    }
    const auto done = database.scalar<int>(
        u"WITH ends AS MATERIALIZED (SELECT end_together(l.p_rows, l.p_now, %1::smallint, '{0,1,2}', "
        "ARRAY[%2, %2, %2], ARRAY[%3]::uuid[], ARRAY[first.user_id, first.user_id, second.user_id], NULL, "
        "ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid()], NULL, NULL, NULL) AS events "
        "FROM lock_products(ARRAY[%2]) AS l, (SELECT * FROM reservations ORDER BY id LIMIT 1) AS first, "
        "(SELECT * FROM reservations ORDER BY id DESC LIMIT 1) AS second) "
        "SELECT coalesce((SELECT count(*) FROM unnest(events) AS e WHERE e.what IN ('bought', 'ended'))::int "
        "+ 0 * cardinality(events), -1) FROM ends"_s.arg(QString::number(kind), product.text(),
                                                         reservations));
    QCOMPARE(done, ended);
    QCOMPARE(database.scalar<int>(u"SELECT count(*)::int FROM reservations WHERE status = 'active'"_s),
             ended < 0 ? 2 : 2 - ended);
    QCOMPARE(auditOf(database), QStringList());
}

// Check out, cancel, release and the sweep race for the same holds, from two servers.
void TestEndings::everyHoldHasOneWinner()
{
    TestDatabase database;
    StockServer one(database.settings(), 2);
    StockServer other(database.settings());
    one.start();
    other.start();
    constexpr int count = 300;
    const auto product = addProduct(database, {.total = count, .holdSeconds = 1});
    const auto customers = addCustomers(database, count);
    const auto holds = hold(one, customers, product);

    // The race begins before the holds run out and lasts beyond.
    std::vector<std::atomic<int>> winners(count);
    std::atomic<int> answers = 0;
    int sent = 0;
    const auto count1 = [&](size_t index) {
        return [&, index](const auto &outcome) {
            winners[index] += outcome ? 1 : 0;
            ++answers;
        };
    };
    std::mt19937 random(count);
    std::vector<size_t> order;
    for (size_t index = 0; index < holds.size(); ++index)
        order.insert(order.end(), 2, index);
    std::ranges::shuffle(order, random);
    for (const auto index : order) {
        auto &server = random() % 2 == 0 ? one : other;
        const HoldById hold{holds[index].id};
        switch (random() % 3) {
        case 0:
            server.post(CheckOut{hold, customers[index], {}, {}}, Answer<CheckOut>(count1(index)));
            break;
        case 1:
            server.post(Cancel{hold, customers[index], false, {}}, Answer<Cancel>(count1(index)));
            break;
        default:
            server.post(Cancel{hold, {}, true, u"race"_s}, Answer<Cancel>(count1(index)));
        }
        if (++sent % 4 == 0)
            std::this_thread::sleep_for(11ms);
    }
    QVERIFY(waitUntil([&] { return answers == sent; }));
    QVERIFY(waitUntil([&] { return levelOf(database, product).reserved == 0; }));

    QCOMPARE(database.column(u"SELECT id::text FROM reservations WHERE status = 'active'"_s), QStringList());
    int expired = 0;
    for (size_t index = 0; index < holds.size(); ++index) {
        const auto status = database.scalar<QString>(u"SELECT status FROM reservations WHERE id = '"_s
                                                     + holds[index].id.text() + u'\'');
        QCOMPARE(winners[index].load() + (status == u"expired" ? 1 : 0), 1);
        expired += status == u"expired" ? 1 : 0;
    }
    qInfo("%d of %d holds ran out in the race", expired, count);
    QVERIFY2(expired > 0 && expired < count, "the sweep had no part in the race");
    const auto sold = database.scalar<qint64>(u"SELECT count(*) FROM order_items"_s);
    QCOMPARE(levelOf(database, product),
             (StockLevel{count, count - static_cast<int>(sold), 0, static_cast<int>(sold)}));
    QCOMPARE(auditOf(database), QStringList());
}

void TestEndings::runsOutWithinASecond_data()
{
    QTest::addColumn<bool>("byOther");
    QTest::newRow("the server that made it sweeps") << false;
    QTest::newRow("another server sweeps") << true;
}

void TestEndings::runsOutWithinASecond()
{
    QFETCH(bool, byOther);
    TestDatabase database;
    StockServer server(database.settings(), 2);
    server.start();
    for (int round = 0; round < 3; ++round) {
        const auto product = addProduct(database, {.total = 10, .holdSeconds = 1});
        const auto customers = addCustomers(database, 5);
        if (byOther) {
            // This one makes the holds and goes away at once.
            StockServer maker(database.settings());
            maker.start();
            hold(maker, customers, product);
        } else {
            hold(server, customers, product);
        }
        QVERIFY(waitUntil([&] { return levelOf(database, product).reserved == 0; }));
        const auto lateBy = database.scalar<double>(
            u"SELECT extract(epoch FROM clock_timestamp() - max(expires_at))::double precision FROM reservations WHERE product_id = "_s
            + product.text());
        qInfo("back in stock %.0f ms after the holds' time", lateBy * 1000);
        QVERIFY2(lateBy < 1.0, "later than a second");
        QVERIFY2(lateBy > 0, "too early");
    }
    QCOMPARE(auditOf(database), QStringList());
}

void TestEndings::runsOutWhileNobodyWasThere()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = 10, .holdSeconds = 1});
    {
        StockServer server(database.settings());
        server.start();
        hold(server, addCustomers(database, 7), product);
    }
    QVERIFY(waitUntil([&] {
        return database.scalar<bool>(u"SELECT bool_and(expires_at < clock_timestamp()) FROM reservations"_s);
    }));
    QCOMPARE(levelOf(database, product).reserved, 7);
    const auto began = std::chrono::steady_clock::now();
    StockServer server(database.settings());
    server.start();
    QVERIFY(waitUntil([&] { return levelOf(database, product).reserved == 0; }));
    QVERIFY(std::chrono::steady_clock::now() - began < 1s);
    QCOMPARE(auditOf(database), QStringList());
}

// The sweep is kept away by a lane that does not sweep at all.
void TestEndings::isOverBeforeTheSweep()
{
    TestDatabase database;
    TestSurroundings surroundings(database.settings());
    DatabaseHistory history;
    Lane lane(surroundings.get(), history, false);
    lane.start();
    const auto ask = [&]<typename SomeCommand>(SomeCommand command) {
        auto promise = std::make_shared<std::promise<OutcomeOf<SomeCommand>>>();
        auto future = promise->get_future();
        lane.post(
            {Pending<SomeCommand>{std::move(command),
                                  [promise](OutcomeOf<SomeCommand> outcome) { promise->set_value(outcome); }},
             std::chrono::steady_clock::now()});
        return StockServer::outcomeOf(std::move(future));
    };
    const auto product = addProduct(database, {.total = 3});
    const auto customer = addCustomers(database, 1).front();
    const auto held = ask(reserve(customer, product)).value().holds.front().reservation;
    moveToThePast(database, product);

    const auto read = readHold(database.connection(), held.id).value().value();
    QCOMPARE(read.reservation.status, ReservationStatus::Expired);
    QVERIFY(read.reservation.endedAt == read.reservation.expiresAt);
    QCOMPARE(readLiveHolds(database.connection(), customer.id, {}).value().items.size(), 0U);
    QCOMPARE(readLiveHolds(database.connection(), customer.id, {}).value().total, 0);
    QCOMPARE(readActiveHolds(database.connection(), 10).value().size(), 0U);

    const HoldById byId{held.id};
    const HoldByProduct byProduct{product};
    QCOMPARE(codeOf(ask(CheckOut{byId, customer, {}, {}})), u"RESERVATION_EXPIRED"_s);
    QCOMPARE(codeOf(ask(Cancel{byId, {}, true, u"too late"_s})), u"RESERVATION_EXPIRED"_s);
    QCOMPARE(codeOf(ask(Extend{byId, {}, true, 60})), u"RESERVATION_EXPIRED"_s);
    QCOMPARE(codeOf(ask(CheckOut{byProduct, customer, {}, {}})), u"RESERVATION_REQUIRED"_s);
    QCOMPARE(levelOf(database, product).reserved, 1);

    // And the same after it.
    QCOMPARE(ask(ExpireDue{}).value().holds.size(), 1U);
    QCOMPARE(levelOf(database, product).reserved, 0);
    QCOMPARE(codeOf(ask(CheckOut{byId, customer, {}, {}})), u"RESERVATION_EXPIRED"_s);
    QCOMPARE(codeOf(ask(CheckOut{byProduct, customer, {}, {}})), u"RESERVATION_REQUIRED"_s);
    QCOMPARE(ask(ExpireDue{}).value().holds.size(), 0U);
    QCOMPARE(auditOf(database), QStringList());
}

void TestEndings::canBeHeldAgainAtOnce()
{
    TestDatabase database;
    StockServer server(database.settings());
    server.start();
    const auto product = addProduct(database, {.total = 1, .holdSeconds = 1});
    const auto customers = addCustomers(database, 2);
    const auto first = server.ask(reserve(customers[0], product)).value().holds.front().reservation;
    QCOMPARE(codeOf(server.ask(reserve(customers[0], product))), u"ALREADY_RESERVED"_s);
    // Without a pause, for as long as it takes; whoever comes after the hold's time gets the unit.
    std::optional<Reserved> second;
    QVERIFY(waitUntil([&] {
        if (auto outcome = server.ask(reserve(customers[1], product)))
            second = *outcome;
        return second.has_value();
    }));
    QVERIFY(second->decidedAt >= first.expiresAt);
    QCOMPARE(second->holds.front().stock.level, (StockLevel{1, 0, 1, 0}));
    QCOMPARE(auditOf(database), QStringList());
}

void TestEndings::oneLockedProductStopsNoOther()
{
    TestDatabase database;
    StockServer server(database.settings());
    server.start();
    const auto stuck = addProduct(database, {.total = 10, .holdSeconds = 1});
    const auto free = addProduct(database, {.total = 10, .holdSeconds = 1});
    hold(server, addCustomers(database, 3), stuck);
    hold(server, addCustomers(database, 3), free);
    database.exec(u"BEGIN"_s);
    database.exec(u"SELECT 1 FROM products WHERE id = "_s + stuck.text() + u" FOR UPDATE"_s);
    QVERIFY(waitUntil([&] { return levelOf(database, free).reserved == 0; }));
    QCOMPARE(levelOf(database, stuck).reserved, 3);
    // What is over stays over, and the lane goes on serving.
    QCOMPARE(codeOf(server.ask(Restock{free, units(1), u"more"_s, {}})), u"done"_s);
    database.exec(u"COMMIT"_s);
    QVERIFY(waitUntil([&] { return levelOf(database, stuck).reserved == 0; }));
    QCOMPARE(auditOf(database), QStringList());
}

void TestEndings::sweepsMoreThanAChunk()
{
    TestDatabase database;
    const int count = ExpireDue::chunkMax * 2 + 100;
    const auto product = addProduct(database, {.total = count});
    {
        StockServer server(database.settings());
        server.start();
        hold(server, addCustomers(database, count), product);
    }
    moveToThePast(database, product);
    TestSurroundings surroundings(database.settings());
    DatabaseHistory history;
    Lane lane(surroundings.get(), history, false);
    lane.start();
    std::vector<size_t> counts;
    for (int sweep = 0; sweep < 4; ++sweep) {
        auto promise = std::make_shared<std::promise<OutcomeOf<ExpireDue>>>();
        lane.post(
            {Pending<ExpireDue>{{}, [promise](OutcomeOf<ExpireDue> outcome) { promise->set_value(outcome); }},
             std::chrono::steady_clock::now()});
        counts.push_back(StockServer::outcomeOf(promise->get_future()).value().holds.size());
    }
    QCOMPARE(counts, (std::vector<size_t>{ExpireDue::chunkMax, ExpireDue::chunkMax, 100, 0}));
    QCOMPARE(levelOf(database, product), (StockLevel{count, count, 0, 0}));
    QCOMPARE(auditOf(database), QStringList());
}

// Counted by PostgreSQL, not timed: a sweep that has nothing to do does not read the holds that are not due.
void TestEndings::sweepReadsOnlyWhatIsDue()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = 3000});
    {
        StockServer server(database.settings());
        server.start();
        hold(server, addCustomers(database, 3000), product);
    }
    QVERIFY(database.connection().call("prepare_writer_session"_L1));
    const auto rowsReadBySweep = [&] {
        const auto read = u"SELECT pg_stat_get_xact_tuples_fetched('reservations'::regclass) + "
                          "pg_stat_get_xact_tuples_returned('reservations'::regclass)"_s;
        database.exec(u"BEGIN"_s);
        const auto before = database.scalar<qint64>(read);
        database.exec(u"SELECT FROM expire_due(5000, false, NULL)"_s);
        const auto after = database.scalar<qint64>(read);
        database.exec(u"COMMIT"_s);
        return after - before;
    };
    // The next one to fall due is read, to know when.
    QCOMPARE_LE(rowsReadBySweep(), 10);
    moveToThePast(database, product);
    QCOMPARE_GE(rowsReadBySweep(), 3000);
    QCOMPARE(auditOf(database), QStringList());
}

// More than a chunk is past its time, no sweep comes by, and somebody asks for all of it.
void TestEndings::backInStockBeforeAnybodyIsRefused()
{
    TestDatabase database;
    const int count = ExpireDue::chunkMax + 100;
    const auto product = addProduct(database, {.total = count});
    const auto customers = addCustomers(database, count + 1);
    {
        StockServer server(database.settings());
        server.start();
        hold(server, {customers.begin() + 1, customers.end()}, product);
    }
    moveToThePast(database, product);
    TestSurroundings surroundings(database.settings());
    DatabaseHistory history;
    Lane lane(surroundings.get(), history, false);
    lane.start();
    auto promise = std::make_shared<std::promise<OutcomeOf<Reserve>>>();
    lane.post({Pending<Reserve>{reserve(customers.front(), product, count),
                                [promise](OutcomeOf<Reserve> outcome) { promise->set_value(outcome); }},
               std::chrono::steady_clock::now()});
    QCOMPARE(StockServer::outcomeOf(promise->get_future()).value().holds.front().stock.level,
             (StockLevel{count, 0, count, 0}));
    QCOMPARE(auditOf(database), QStringList());
}

QTEST_GUILESS_MAIN(TestEndings)
#include "test_endings.moc"
