// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/sale_clerk.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <map>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Acts on sales race with the crowd: a hold ends once, and nobody waits for ever.
class TestSaleRaces final : public QObject
{
    Q_OBJECT

private slots:
    void holdsEndOnceWhateverRaces();
    void nobodyWaitsForEver();
    void aDeadlockIsCounted();
};

namespace {

/// Two servers and what they answered.
class Crowd final
{
public:
    explicit Crowd(TestDatabase &database, unsigned seed)
        : m_one(database.settings(), 2)
        , m_other(database.settings())
        , random(seed)
    {
        m_one.start();
        m_other.start();
    }

    template <typename SomeCommand>
    void send(SomeCommand command, Answer<SomeCommand> answer)
    {
        ++sent;
        auto &server = random() % 2 == 0 ? m_one : m_other;
        server.post(std::move(command),
                    Answer<SomeCommand>([this, answer = std::move(answer)](const auto &outcome) mutable {
                        answer(outcome);
                        ++answered;
                    }));
    }
    /// All hold a unit of each product.
    std::vector<Reservation> holdAll(const std::vector<Customer> &customers,
                                     const std::vector<ProductId> &products);
    void awaitAnswers();
    void sleepUpTo(int milliseconds)
    {
        std::this_thread::sleep_for(
            std::chrono::milliseconds(static_cast<int>(random() % static_cast<unsigned>(milliseconds))));
    }

private:
    StockServer m_one;
    StockServer m_other;

public:
    std::mt19937 random;
    int sent = 0;
    std::atomic<int> answered = 0;
};

std::vector<Reservation> Crowd::holdAll(const std::vector<Customer> &customers,
                                        const std::vector<ProductId> &products)
{
    std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
    for (const auto &customer : customers) {
        for (const auto product : products)
            outcomes.push_back(m_one.send(reserve(customer, product)));
    }
    std::vector<Reservation> holds;
    for (auto &outcome : outcomes)
        holds.push_back(StockServer::outcomeOf(std::move(outcome)).value().holds.front().reservation);
    return holds;
}

void Crowd::awaitAnswers()
{
    if (!waitUntil([this] { return answered == sent; }))
        qFatal("%d of %d answered", answered.load(), sent);
}

/// An admin who pauses and resumes, and leaves the sale paused with its clocks standing still.
void pauseAndResume(const ConnectionSettings &database, SaleId sale)
{
    SaleClerk clerk(database);
    std::mt19937 random(4);
    for (int turn = 0; turn < 12; ++turn) {
        const auto clocks = random() % 3 == 0 ? HoldClocks::Run : HoldClocks::StandStill;
        clerk.act([&](Connection &connection, const QString &sender) {
            return pauseSale(connection, sale, clocks, sender);
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
        clerk.resume(sale);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 100));
    }
    clerk.freeze(sale);
}

/// Buys a hold, gives it back, or makes it longer, which is no end and only adds to the crowd.
void sendAnEnd(Crowd &crowd, ReservationId hold, std::atomic<int> &winners)
{
    const auto won = [&winners](const auto &outcome) { winners += outcome ? 1 : 0; };
    switch (crowd.random() % 8) {
    case 0:
        return crowd.send(CheckOut{HoldById{hold}}, Answer<CheckOut>(won));
    case 1:
        return crowd.send(Cancel{HoldById{hold}}, Answer<Cancel>(won));
    default:
        crowd.send(Extend{HoldById{hold}, {}, true, 1}, Answer<Extend>([](const auto &) {}));
    }
}

/// How many holds ended how; each ended once: by who won it, or by itself.
std::map<QString, int> endsOf(TestDatabase &database, const std::vector<Reservation> &holds,
                              const std::vector<std::atomic<int>> &winners)
{
    std::map<QString, int> ends;
    for (size_t index = 0; index < holds.size(); ++index) {
        const auto status = database.scalar<QString>(u"SELECT status FROM reservations WHERE id = '"_s
                                                     + holds[index].id.text() + u'\'');
        const bool isByItself = status == u"expired" || status == u"released";
        if (winners[index] + (isByItself ? 1 : 0) != 1)
            qFatal("%s ended %d times", qPrintable(status), winners[index].load());
        ++ends[status];
    }
    return ends;
}

/// One act on one of the sales; products move between them.
SaleOutcome actAtRandom(Connection &connection, const QString &sender, std::mt19937 &random,
                        const std::vector<SaleId> &sales, const std::vector<ProductId> &products)
{
    const auto sale = sales[random() % sales.size()];
    const auto anyProduct = [&] { return products[random() % products.size()]; };
    switch (random() % 4) {
    case 0:
        return pauseSale(connection, sale, HoldClocks::StandStill, sender);
    case 1:
        return resumeSale(connection, sale, sender);
    case 2:
        return editSale(connection, sale, {.products = std::vector{anyProduct(), anyProduct()}}, sender);
    default:
        return editSale(connection, sale, {.name = u"Other"_s}, sender);
    }
}

/// Some of the products in an order of their own.
Reserve someOf(Crowd &crowd, const std::vector<Customer> &customers, std::vector<ProductId> products)
{
    std::ranges::shuffle(products, crowd.random);
    Reserve command{customers[crowd.random() % customers.size()], {}};
    for (size_t index = 0; index < 1 + crowd.random() % 4; ++index)
        command.lines.push_back({products[index], units(1)});
    return command;
}

/// As the server counts them. The tests share a database, in which nobody makes any on purpose.
qint64 deadlocksIn(TestDatabase &database, const QString &name)
{
    return database.scalar<qint64>(
        u"SELECT deadlocks FROM pg_stat_database WHERE datname = '%1'"_s.arg(name));
}

} // namespace

// Two hundred customers on two servers buy, give back and let run out what they hold, while the sale is
// paused with and without its clocks, resumed, and cancelled in the end.
void TestSaleRaces::holdsEndOnceWhateverRaces()
{
    constexpr int customers = 200;
    TestDatabase database;
    SaleClerk clerk(database.settings());
    const std::vector<ProductId> products{addProduct(database, {.total = customers, .holdSeconds = 1}),
                                          addProduct(database, {.total = customers, .holdSeconds = 2})};
    const auto sale = clerk.open(products).sale.id;
    Crowd crowd(database, 5);
    const auto holds = crowd.holdAll(addCustomers(database, customers), products);

    std::atomic<bool> isOver = false;
    std::thread admin([&] {
        pauseAndResume(database.settings(), sale);
        isOver = true;
    });
    std::vector<std::atomic<int>> winners(holds.size());
    while (!isOver) {
        const auto index = crowd.random() % holds.size();
        sendAnEnd(crowd, holds[index].id, winners[index]);
        crowd.sleepUpTo(10);
    }
    admin.join();
    const auto cancelled = clerk.act(
        [&](Connection &connection, const QString &sender) { return cancelSale(connection, sale, sender); });
    crowd.awaitAnswers();
    for (const auto product : products)
        QVERIFY(waitUntil([&] { return levelOf(database, product).reserved == 0; }));

    auto ends = endsOf(database, holds, winners);
    for (const auto &[status, count] : ends)
        qInfo("%d %s", count, qPrintable(status));
    QCOMPARE(ends[u"released"_s], cancelled.holds);
    QVERIFY2(ends.size() == 4, "some had no part in the race");
    QCOMPARE(auditOf(database), QStringList());
}

// Batches over many products in many orders, from two servers; acts on three sales. A deadlock would be seen
// in the server's own count, and one that hit an act would end the test.
void TestSaleRaces::nobodyWaitsForEver()
{
    TestDatabase database;
    std::vector<ProductId> products;
    for (int count = 0; count < 8; ++count)
        products.push_back(addProduct(database, {.total = 10'000, .holdSeconds = 1}));
    SaleClerk clerk(database.settings());
    std::vector<SaleId> sales;
    for (size_t index = 0; index < 3; ++index)
        sales.push_back(clerk.open({products[index], products[7 - index]}).sale.id);
    const auto name = database.scalar<QString>(u"SELECT current_database()"_s);
    const auto before = deadlocksIn(database, name);
    std::atomic<bool> isOver = false;
    std::atomic<int> acts = 0;
    std::vector<std::thread> admins;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        admins.emplace_back([&, seed] {
            SaleClerk own(database.settings());
            std::mt19937 random(seed);
            while (!isOver) {
                const auto done = own.tryTo([&](Connection &connection, const QString &sender) {
                    return actAtRandom(connection, sender, random, sales, products);
                });
                acts += done && *done ? 1 : 0;
            }
        });
    }
    Crowd crowd(database, 9);
    std::atomic<int> held = 0;
    const auto customers = addCustomers(database, 200);
    const bool isEnough = waitUntil([&] {
        // No more at a time than keeps the batches short: acts wait in line with them.
        while (crowd.sent - crowd.answered < 100)
            crowd.send(someOf(crowd, customers, products),
                       Answer<Reserve>([&held](const auto &outcome) { held += outcome ? 1 : 0; }));
        return acts > 40 && held > 200;
    });
    isOver = true;
    for (auto &each : admins)
        each.join();
    crowd.awaitAnswers();
    qInfo("%d acts beside %d holds of %d requests", acts.load(), held.load(), crowd.sent);
    QVERIFY(isEnough);
    QCOMPARE(deadlocksIn(database, name), before);
    QCOMPARE(auditOf(database), QStringList());
}

// In a database of its own, as others count the shared one's.
void TestSaleRaces::aDeadlockIsCounted()
{
    TestDatabase database;
    auto settings = database.settings();
    settings.database = u"deadlock_"_s + settings.schema;
    database.exec(u"CREATE DATABASE "_s + settings.database);
    std::latch bothHold(2);
    const auto cross = [&](int own, int others) {
        SaleClerk clerk(settings);
        const auto lock = [&](int number) {
            return clerk.connection().run(u"SELECT pg_advisory_xact_lock(%1)"_s.arg(number));
        };
        QVERIFY(clerk.connection().begin());
        QVERIFY(lock(own));
        bothHold.arrive_and_wait();
        static_cast<void>(lock(others)); // one of the two is chosen to fail
        static_cast<void>(clerk.connection().rollback());
    };
    {
        const std::jthread one(cross, 1, 2);
        const std::jthread other(cross, 2, 1);
    }
    QVERIFY(waitUntil([&] { return deadlocksIn(database, settings.database) == 1; }));
    database.exec(u"DROP DATABASE "_s + settings.database);
}

QTEST_GUILESS_MAIN(TestSaleRaces)
#include "test_sale_races.moc"
