// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include <QTest>

#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int customerCount = 400;
constexpr int stockCount = 50;

struct Tally
{
    int done = 0;
    int outOfStock = 0;
    int other = 0;
    QString firstOther;
};

// Every customer posts at once, from several threads, spread over the servers.
Tally race(const std::vector<StockServer *> &servers, const std::vector<Customer> &customers,
           ProductId product)
{
    constexpr size_t threadCount = 4;
    std::vector<std::future<OutcomeOf<Reserve>>> outcomes(customers.size());
    std::vector<std::thread> threads;
    for (size_t thread = 0; thread < threadCount; ++thread) {
        threads.emplace_back([&, thread] {
            for (size_t index = thread; index < customers.size(); index += threadCount)
                outcomes[index] = servers[index % servers.size()]->send(reserve(customers[index], product));
        });
    }
    for (auto &thread : threads)
        thread.join();
    Tally tally;
    for (auto &outcome : outcomes) {
        const QString code = codeOf(StockServer::outcomeOf(std::move(outcome)));
        if (code == u"done")
            ++tally.done;
        else if (code == u"OUT_OF_STOCK")
            ++tally.outOfStock;
        else if (tally.other++ == 0)
            tally.firstOther = code;
    }
    return tally;
}

} // namespace

class TestRace final : public QObject
{
    Q_OBJECT

private slots:
    void sellsExactlyWhatThereIs_data();
    void sellsExactlyWhatThereIs();
    void checkerSeesNaiveReservesOversell();
    void bulkReservesInOppositeOrderDoNotDeadlock();
    void newcomersMetInOppositeOrderDoNotDeadlock();
};

void TestRace::sellsExactlyWhatThereIs_data()
{
    QTest::addColumn<int>("servers");
    QTest::addColumn<int>("lanes");
    QTest::addColumn<bool>("areKnown");
    QTest::newRow("one lane") << 1 << 1 << true;
    QTest::newRow("one lane, newcomers") << 1 << 1 << false;
    QTest::newRow("four lanes") << 1 << 4 << true;
    QTest::newRow("two servers") << 2 << 1 << true;
    QTest::newRow("two servers of three lanes, newcomers") << 2 << 3 << false;
}

void TestRace::sellsExactlyWhatThereIs()
{
    QFETCH(int, servers);
    QFETCH(int, lanes);
    QFETCH(bool, areKnown);
    TestDatabase database;
    std::vector<std::unique_ptr<StockServer>> owned;
    std::vector<StockServer *> racing;
    for (int index = 0; index < servers; ++index) {
        racing.push_back(owned.emplace_back(std::make_unique<StockServer>(database.settings(), lanes)).get());
        racing.back()->start();
    }
    auto customers = addCustomers(database, customerCount);
    constexpr int repetitions = 20;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        const auto product = addProduct(database, {.total = stockCount});
        if (!areKnown) {
            for (auto &customer : customers)
                customer = newcomer(u"new-%1-%2"_s.arg(repetition).arg(&customer - customers.data()));
        }
        const auto tally = race(racing, customers, product);
        QVERIFY2(tally.other == 0, qPrintable(tally.firstOther));
        QCOMPARE(tally.done, stockCount);
        QCOMPARE(tally.outOfStock, customerCount - stockCount);
        QCOMPARE(levelOf(database, product), (StockLevel{stockCount, 0, stockCount, 0}));
    }
    QCOMPARE(auditOf(database), QStringList());
}

// The negative control: the same race over SQL that looks first and writes then, as beginners' shops do. What
// the test above counts must show it.
void TestRace::checkerSeesNaiveReservesOversell()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = stockCount});
    const auto customers = addCustomers(database, customerCount);
    std::atomic<int> accepted = 0;
    std::vector<std::thread> threads;
    constexpr size_t threadCount = 8;
    for (size_t thread = 0; thread < threadCount; ++thread) {
        threads.emplace_back([&, thread] {
            Connection connection(database.settings(), database.book());
            if (!connection.open())
                qFatal("no connection");
            for (size_t index = thread; index < customers.size(); index += threadCount) {
                const int available = readProduct(connection, product)->value().stock.available;
                if (available < 1)
                    continue;
                const auto id = ReservationId::make().text();
                const bool isHeld =
                    connection
                        .run(u"BEGIN; UPDATE products SET available_stock = %1, reserved_stock = total_stock "
                             u"- %1, stock_version = stock_version + 1 WHERE id = %2;"
                             "INSERT INTO reservations (id, product_id, user_id, quantity, created_at, "
                             "expires_at) "
                             "VALUES ('%3', %2, '%4', 1, now(), now() + interval '1 hour'); COMMIT"_s
                                 .arg(available - 1)
                                 .arg(product.number())
                                 .arg(id, customers[index].id.text()))
                        .has_value();
                accepted += isHeld ? 1 : 0;
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    QVERIFY2(accepted > stockCount, "the naive way did not oversell: this control proves nothing");
    QVERIFY(!auditOf(database).isEmpty());
}

void TestRace::bulkReservesInOppositeOrderDoNotDeadlock()
{
    TestDatabase database;
    StockServer one(database.settings());
    StockServer other(database.settings());
    one.start();
    other.start();
    std::vector<ProductId> products;
    for (int index = 0; index < 5; ++index)
        products.push_back(addProduct(database, {.total = 100'000}));
    const auto customers = addCustomers(database, 400);
    std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
    for (size_t index = 0; index < customers.size(); ++index) {
        Reserve forwards{customers[index], {}};
        for (const auto product : products)
            forwards.lines.push_back({product, units(1)});
        if (index % 2 == 0) {
            outcomes.push_back(one.send(forwards));
        } else {
            std::ranges::reverse(forwards.lines);
            outcomes.push_back(other.send(forwards));
        }
    }
    for (auto &outcome : outcomes)
        QCOMPARE(codeOf(StockServer::outcomeOf(std::move(outcome))), u"done"_s);
    for (const auto product : products)
        QCOMPARE(levelOf(database, product).reserved, 400);
    QCOMPARE(auditOf(database), QStringList());
}

// Each server meets the same newcomers at the same moment, one from the first to the last, the other
// backwards, on different products, so that only the customers are in each other's way.
void TestRace::newcomersMetInOppositeOrderDoNotDeadlock()
{
    TestDatabase database;
    StockServer one(database.settings());
    StockServer other(database.settings());
    one.start();
    other.start();
    for (int round = 0; round < 10; ++round) {
        const auto forwards = addProduct(database, {.total = 1000});
        const auto backwards = addProduct(database, {.total = 1000});
        std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
        constexpr int newcomers = 200;
        for (int index = 0; index < newcomers; ++index) {
            const auto name = [round](int number) { return u"n-%1-%2"_s.arg(round).arg(number); };
            outcomes.push_back(one.send(reserve(newcomer(name(index)), forwards)));
            outcomes.push_back(other.send(reserve(newcomer(name(newcomers - 1 - index)), backwards)));
        }
        for (auto &outcome : outcomes)
            QCOMPARE(codeOf(StockServer::outcomeOf(std::move(outcome))), u"done"_s);
        QCOMPARE(database.scalar<qint64>(
                     u"SELECT count(DISTINCT user_id) FROM reservations WHERE product_id = ANY ("
                     "ARRAY[%1, %2]::bigint[])"_s.arg(forwards.number())
                         .arg(backwards.number())),
                 newcomers);
    }
    QCOMPARE(auditOf(database), QStringList());
}

QTEST_GUILESS_MAIN(TestRace)
#include "test_race.moc"
