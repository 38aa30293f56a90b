// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include <QTemporaryFile>
#include <QTest>

#include <cstdio>

#include <unistd.h>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

IdempotencyKey freshKey()
{
    return {makeUuid7(), makeUuid7()};
}

qint64 keptAnswers(TestDatabase &database)
{
    return database.scalar<qint64>(u"SELECT count(*) FROM idempotency_keys"_s);
}

bool isSameHold(const Hold &one, const Hold &other)
{
    const auto &a = one.reservation;
    const auto &b = other.reservation;
    return a.id == b.id && a.product == b.product && a.user == b.user && a.quantity == b.quantity
        && a.status == b.status && a.createdAt == b.createdAt && a.expiresAt == b.expiresAt
        && one.stock.level.available == other.stock.level.available
        && one.stock.stockVersion == other.stock.stockVersion;
}

/// What is printed past our own log while `act` runs, as PostgreSQL's warnings are.
template <typename Act>
QByteArray printedBy(Act act)
{
    QTemporaryFile file;
    if (!file.open())
        qFatal("no temporary file");
    std::fflush(stderr);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(file.handle(), STDERR_FILENO);
    act();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    file.seek(0);
    return file.readAll();
}

} // namespace

class TestIdempotency final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void repeatsTheAnswerOfAHold_data();
    void repeatsTheAnswerOfAHold();
    void repeatsWhatWasToldAtFirst();
    void repeatsAnOrder();
    void repeatsCheckOutsOfABatch_data();
    void repeatsCheckOutsOfABatch();
    void repeatsCancelsOfABatch();
    void repeatsAHoldOfSeveralLines();
    void repeatsARefusal();
    void refusesAKeyThatCameWithAnotherRequest();
    void sixteenAtOnceMakeOneEffect_data();
    void sixteenAtOnceMakeOneEffect();
    void neighboursOfAReplayAreServed();
    void neighboursOfAReplayHaveATransactionOfTheirOwn();
    void survivesARestart();
    void withoutAKeyNothingIsKept();
    void publishesNothingForAReplay();

private:
    template <typename SomeCommand>
    std::vector<OutcomeOf<SomeCommand>> askTogether(const std::vector<SomeCommand> &commands,
                                                    const std::vector<IdempotencyKey> &keys);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<StockServer> m_server;
};

void TestIdempotency::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_server = std::make_unique<StockServer>(m_database->settings());
    m_server->start();
}

void TestIdempotency::cleanup()
{
    m_server.reset();
    QCOMPARE(auditOf(*m_database), QStringList());
    m_database.reset();
}

void TestIdempotency::repeatsTheAnswerOfAHold_data()
{
    QTest::addColumn<int>("before");
    QTest::newRow("alone in its batch") << 0;
    QTest::newRow("third in its batch") << 2;
}

// The kept answer tells the stock as it was right after this very command, also in the middle of a batch.
void TestIdempotency::repeatsTheAnswerOfAHold()
{
    QFETCH(int, before);
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, before + 2);
    const auto key = freshKey();
    m_server->surroundings().closeGate();
    auto gate = m_server->send(reserve(newcomer(u"gate"_s), product));
    m_server->surroundings().awaitHeldLane();
    std::vector<std::future<OutcomeOf<Reserve>>> others;
    for (int index = 0; index < before; ++index)
        others.push_back(m_server->send(reserve(customers[static_cast<size_t>(index)], product, 3)));
    auto first = m_server->send(reserve(customers[static_cast<size_t>(before)], product, 2), key);
    auto after = m_server->send(reserve(customers[static_cast<size_t>(before + 1)], product));
    m_server->surroundings().openGate();

    const auto told = StockServer::outcomeOf(std::move(first));
    QVERIFY(told.has_value());
    QVERIFY(!told->isReplay);
    QCOMPARE(told->holds.front().stock.level.available, 100 - 1 - 3 * before - 2);
    QVERIFY(StockServer::outcomeOf(std::move(after)).has_value());
    const auto again = m_server->ask(reserve(customers[static_cast<size_t>(before)], product, 2), key);
    QVERIFY(again.has_value());
    QVERIFY(again->isReplay);
    QVERIFY(isSameHold(again->holds.front(), told->holds.front()));
    QCOMPARE(again->decidedAt, told->decidedAt);
    QCOMPARE(levelOf(*m_database, product).reserved, 1 + 3 * before + 2 + 1);
}

void TestIdempotency::repeatsWhatWasToldAtFirst()
{
    const auto product = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    const auto key = freshKey();
    const auto told = m_server->ask(reserve(customer, product), key);
    QVERIFY(told.has_value());
    const HoldById hold{told->holds.front().reservation.id};
    QVERIFY(m_server->ask(Extend{.hold = hold, .owner = customer}).has_value());
    QVERIFY(m_server->ask(Cancel{.hold = hold, .owner = customer}).has_value());
    const auto again = m_server->ask(reserve(customer, product), key);
    QVERIFY(again.has_value() && again->isReplay);
    QVERIFY(isSameHold(again->holds.front(), told->holds.front()));
    QCOMPARE(levelOf(*m_database, product).reserved, 0);
}

void TestIdempotency::repeatsAnOrder()
{
    const auto product = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    const auto held = m_server->ask(reserve(customer, product, 2));
    const CheckOut checkOut{.hold = HoldById{held->holds.front().reservation.id}, .owner = customer};
    const auto key = freshKey();
    const auto told = m_server->ask(checkOut, key);
    QVERIFY(told.has_value() && !told->isReplay);
    const auto again = m_server->ask(checkOut, key);
    QVERIFY(again.has_value() && again->isReplay);
    QCOMPARE(again->purchase.order, told->purchase.order);
    QCOMPARE(again->purchase.amount, told->purchase.amount);
    QCOMPARE(again->decidedAt, told->decidedAt);
    QCOMPARE(codeOf(m_server->ask(checkOut)), u"ALREADY_PURCHASED"_s);
    QCOMPARE(levelOf(*m_database, product).sold, 2);
}

// As one batch.
template <typename SomeCommand>
std::vector<OutcomeOf<SomeCommand>> TestIdempotency::askTogether(const std::vector<SomeCommand> &commands,
                                                                 const std::vector<IdempotencyKey> &keys)
{
    const auto gateProduct = addProduct(*m_database);
    m_server->surroundings().closeGate();
    auto gate = m_server->send(reserve(newcomer(u"gate"_s), gateProduct));
    m_server->surroundings().awaitHeldLane();
    std::vector<std::future<OutcomeOf<SomeCommand>>> futures;
    for (size_t index = 0; index < commands.size(); ++index)
        futures.push_back(m_server->send(commands[index], keys[index]));
    m_server->surroundings().openGate();
    std::vector<OutcomeOf<SomeCommand>> outcomes;
    for (auto &future : futures)
        outcomes.push_back(StockServer::outcomeOf(std::move(future)));
    return outcomes;
}

void TestIdempotency::repeatsCheckOutsOfABatch_data()
{
    QTest::addColumn<bool>("namesOneTwice");
    QTest::newRow("decided at once") << false;
    QTest::newRow("one by one") << true;
}

void TestIdempotency::repeatsCheckOutsOfABatch()
{
    QFETCH(bool, namesOneTwice);
    const auto product = addProduct(*m_database, {.price = 250});
    const auto customers = addCustomers(*m_database, 4);
    std::vector<HoldReference> holds;
    for (const auto &customer : customers)
        holds.push_back(HoldById{m_server->ask(reserve(customer, product, 2))->holds.front().reservation.id});
    holds[1] = HoldByProduct{product};
    std::vector<CheckOut> commands{{holds[0], customers[0], {}, {}},
                                   {holds[1], customers[1], units(2), Money::fromMinorUnits(500)},
                                   {holds[2], customers[2], units(3), {}},
                                   {holds[3], customers[3], {}, Money::fromMinorUnits(1)},
                                   {HoldById{ReservationId::make()}, customers[0], {}, {}}};
    if (namesOneTwice)
        commands.push_back(commands.front());
    std::vector<IdempotencyKey> keys;
    for (size_t index = 0; index < commands.size(); ++index)
        keys.push_back(freshKey());

    const auto told = askTogether(commands, keys);
    QStringList codes;
    for (const auto &outcome : told)
        codes.append(codeOf(outcome));
    QStringList expected{u"done"_s, u"done"_s, u"CONFLICT"_s, u"AMOUNT_MISMATCH"_s,
                         u"RESERVATION_NOT_FOUND"_s};
    if (namesOneTwice)
        expected.append(u"ALREADY_PURCHASED"_s);
    QCOMPARE(codes, expected);
    QCOMPARE(told[1]->hold.stock.level, (StockLevel{100, 92, 4, 4}));
    QCOMPARE(told[1]->purchase.username, customers[1].username);

    for (size_t index = 0; index < commands.size(); ++index) {
        const auto again = m_server->ask(commands[index], keys[index]);
        QCOMPARE(codeOf(again), codes[static_cast<qsizetype>(index)]);
        QVERIFY(again ? again->isReplay : again.error().isReplay);
        if (!again) {
            QCOMPARE(again.error().details, told[index].error().details);
            continue;
        }
        QVERIFY(isSameHold(again->hold, told[index]->hold));
        QCOMPARE(again->purchase.order, told[index]->purchase.order);
        QCOMPARE(again->purchase.amount, told[index]->purchase.amount);
        QCOMPARE(again->purchase.username, told[index]->purchase.username);
        QCOMPARE(again->unitPrice, told[index]->unitPrice);
        QCOMPARE(again->currency, told[index]->currency);
        QCOMPARE(again->decidedAt, told[index]->decidedAt);
    }
    QCOMPARE(levelOf(*m_database, product), (StockLevel{100, 92, 4, 4}));
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestIdempotency::repeatsCancelsOfABatch()
{
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, 3);
    std::vector<Cancel> commands;
    for (const auto &customer : customers)
        commands.push_back({HoldById{m_server->ask(reserve(customer, product))->holds.front().reservation.id},
                            customer,
                            false,
                            {}});
    commands[1].owner = customers[0];
    const std::vector<IdempotencyKey> keys{freshKey(), freshKey(), freshKey()};
    const auto told = askTogether(commands, keys);
    QCOMPARE(codeOf(told[1]), u"RESERVATION_NOT_FOUND"_s);
    for (const size_t index : {0U, 2U}) {
        const auto again = m_server->ask(commands[index], keys[index]);
        QVERIFY(again.has_value() && again->isReplay && !told[index]->isReplay);
        QVERIFY(isSameHold(again->hold, told[index]->hold));
        QCOMPARE(again->hold.reservation.status, ReservationStatus::Cancelled);
    }
    QCOMPARE(codeOf(m_server->ask(commands[1], keys[1])), u"RESERVATION_NOT_FOUND"_s);
    QCOMPARE(levelOf(*m_database, product), (StockLevel{100, 99, 1, 0}));
    QCOMPARE(auditOf(*m_database), QStringList());
}

void TestIdempotency::repeatsAHoldOfSeveralLines()
{
    const auto one = addProduct(*m_database);
    const auto other = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    const Reserve wanted{customer, {{one, units(2)}, {other, units(3)}}};
    const auto key = freshKey();
    const auto told = m_server->ask(wanted, key);
    QVERIFY(told.has_value());
    const auto again = m_server->ask(wanted, key);
    QVERIFY(again.has_value() && again->isReplay);
    QCOMPARE(again->holds.size(), size_t(2));
    QVERIFY(isSameHold(again->holds[0], told->holds[0]));
    QVERIFY(isSameHold(again->holds[1], told->holds[1]));
}

void TestIdempotency::repeatsARefusal()
{
    const auto product = addProduct(*m_database, {.total = 1});
    const auto customers = addCustomers(*m_database, 2);
    QVERIFY(m_server->ask(reserve(customers[0], product)).has_value());
    const auto key = freshKey();
    QCOMPARE(codeOf(m_server->ask(reserve(customers[1], product), key)), u"OUT_OF_STOCK"_s);
    QVERIFY(
        m_server->ask(Restock{.product = product, .quantity = units(5), .reason = u"more"_s}).has_value());
    const auto again = m_server->ask(reserve(customers[1], product), key);
    QCOMPARE(codeOf(again), u"OUT_OF_STOCK"_s);
    QVERIFY(again.error().isReplay);
    QVERIFY(m_server->ask(reserve(customers[1], product), freshKey()).has_value());
}

void TestIdempotency::refusesAKeyThatCameWithAnotherRequest()
{
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, 2);
    const auto key = freshKey();
    QVERIFY(m_server->ask(reserve(customers[0], product), key).has_value());
    const auto other = m_server->ask(reserve(customers[0], product, 2), IdempotencyKey{key.key, makeUuid7()});
    QCOMPARE(codeOf(other), u"IDEMPOTENCY_KEY_REUSED"_s);
    QVERIFY(!other.error().isReplay);
    QCOMPARE(levelOf(*m_database, product).reserved, 1);
}

void TestIdempotency::sixteenAtOnceMakeOneEffect_data()
{
    QTest::addColumn<int>("servers");
    QTest::newRow("one server") << 1;
    QTest::newRow("two servers on one database") << 2;
}

void TestIdempotency::sixteenAtOnceMakeOneEffect()
{
    QFETCH(int, servers);
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, 20);
    StockServer second(m_database->settings());
    second.start();
    for (const auto &customer : customers) {
        const auto key = freshKey();
        std::vector<std::future<OutcomeOf<Reserve>>> outcomes;
        for (int copy = 0; copy < 16; ++copy)
            outcomes.push_back(
                (copy % servers == 0 ? *m_server : second).send(reserve(customer, product), key));
        std::optional<Hold> hold;
        int originals = 0;
        for (auto &future : outcomes) {
            const auto outcome = StockServer::outcomeOf(std::move(future));
            QVERIFY2(outcome.has_value(), qPrintable(codeOf(outcome)));
            originals += outcome->isReplay ? 0 : 1;
            hold = hold.value_or(outcome->holds.front());
            QVERIFY(isSameHold(outcome->holds.front(), *hold));
        }
        QCOMPARE(originals, 1);
    }
    QCOMPARE(levelOf(*m_database, product).reserved, 20);
    QCOMPARE(keptAnswers(*m_database), 20);
}

void TestIdempotency::neighboursOfAReplayAreServed()
{
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, 3);
    const auto key = freshKey();
    QVERIFY(m_server->ask(reserve(customers[0], product), key).has_value());
    m_server->surroundings().closeGate();
    auto gate = m_server->send(reserve(newcomer(u"gate"_s), product));
    m_server->surroundings().awaitHeldLane();
    auto before = m_server->send(reserve(customers[1], product));
    auto replay = m_server->send(reserve(customers[0], product), key);
    auto after = m_server->send(reserve(customers[2], product), freshKey());
    m_server->surroundings().openGate();
    QVERIFY(StockServer::outcomeOf(std::move(replay))->isReplay);
    QVERIFY(!StockServer::outcomeOf(std::move(before))->isReplay);
    QVERIFY(!StockServer::outcomeOf(std::move(after))->isReplay);
    QCOMPARE(levelOf(*m_database, product).reserved, 4);
}

// The one that answered the replay has ended: PostgreSQL warns of a BEGIN within a transaction.
void TestIdempotency::neighboursOfAReplayHaveATransactionOfTheirOwn()
{
    const auto product = addProduct(*m_database);
    const auto customers = addCustomers(*m_database, 2);
    const auto key = freshKey();
    QVERIFY(m_server->ask(reserve(customers[0], product), key).has_value());
    const auto printed = printedBy([&] {
        const auto outcomes = askTogether<Reserve>(
            {reserve(customers[0], product), reserve(customers[1], product)}, {key, freshKey()});
        QVERIFY(outcomes[0]->isReplay);
        QVERIFY(!outcomes[1]->isReplay);
        m_server->stop();
    });
    QVERIFY2(!printed.contains("transaction in progress"), printed.constData());
}

void TestIdempotency::survivesARestart()
{
    const auto product = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    const auto key = freshKey();
    const auto told = m_server->ask(reserve(customer, product), key);
    m_server = std::make_unique<StockServer>(m_database->settings());
    m_server->start();
    const auto again = m_server->ask(reserve(customer, product), key);
    QVERIFY(again.has_value() && again->isReplay);
    QVERIFY(isSameHold(again->holds.front(), told->holds.front()));
}

void TestIdempotency::withoutAKeyNothingIsKept()
{
    const auto product = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    QVERIFY(m_server->ask(reserve(customer, product)).has_value());
    QCOMPARE(codeOf(m_server->ask(reserve(customer, product))), u"ALREADY_RESERVED"_s);
    QCOMPARE(keptAnswers(*m_database), 0);
}

// A hold that ended long ago must not come to life again on a screen.
void TestIdempotency::publishesNothingForAReplay()
{
    const auto product = addProduct(*m_database);
    const auto customer = addCustomers(*m_database, 1).front();
    const auto key = freshKey();
    QVERIFY(m_server->ask(reserve(customer, product), key).has_value());
    QVERIFY(!m_server->surroundings().takePublished().empty());
    QVERIFY(m_server->ask(reserve(customer, product), key)->isReplay);
    QCOMPARE(m_server->surroundings().takePublished().size(), size_t(0));
}

QTEST_GUILESS_MAIN(TestIdempotency)

#include "test_idempotency.moc"
