// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_request.h"
#include "stock/database_history.h"
#include "tests/server/stock/stock_server.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Batches of check outs and of cancels that one plain statement serves, and what it leaves to stock_batch().
class TestDirectEndings final : public QObject
{
    Q_OBJECT

private slots:
    void checksOutACrowd();
    void checksOutAtTheBuyersPrice();
    void cancelsACrowd();
    void oneRefusalLeavesEachItsAnswer_data();
    void oneRefusalLeavesEachItsAnswer();
    void repeatsUnderItsKey();
};

namespace {

/// A lane that nothing else uses.
class Shop final
{
public:
    Shop()
        : m_surroundings(m_database.settings())
        , m_lane(m_surroundings.get(), m_history, false)
        , m_gate(addProduct(m_database))
    {
        m_lane.start();
    }
    ~Shop() { m_lane.stop(); }
    Q_DISABLE_COPY_MOVE(Shop)

    TestDatabase &database() { return m_database; }
    TestSurroundings &surroundings() { return m_surroundings; }

    template <typename SomeCommand>
    std::future<OutcomeOf<SomeCommand>> send(SomeCommand command, std::optional<IdempotencyKey> key = {})
    {
        auto promise = std::make_shared<std::promise<OutcomeOf<SomeCommand>>>();
        auto future = promise->get_future();
        m_lane.post({Pending<SomeCommand>{std::move(command),
                                          [promise](OutcomeOf<SomeCommand> outcome) {
                                              promise->set_value(std::move(outcome));
                                          }},
                     std::chrono::steady_clock::now(), key});
        return future;
    }

    /// As one batch.
    template <typename SomeCommand>
    std::vector<OutcomeOf<SomeCommand>> askTogether(const std::vector<SomeCommand> &commands,
                                                    const std::vector<IdempotencyKey> &keys = {})
    {
        m_surroundings.closeGate();
        auto gate = send(reserve(addCustomers(m_database, 1).front(), m_gate));
        m_surroundings.awaitHeldLane();
        std::vector<std::future<OutcomeOf<SomeCommand>>> futures;
        for (size_t index = 0; index < commands.size(); ++index)
            futures.push_back(send(commands[index],
                                   keys.empty() ? std::nullopt : std::optional<IdempotencyKey>(keys[index])));
        m_surroundings.takePublished();
        m_surroundings.openGate();
        StockServer::outcomeOf(std::move(gate));
        std::vector<OutcomeOf<SomeCommand>> outcomes;
        for (auto &future : futures)
            outcomes.push_back(StockServer::outcomeOf(std::move(future)));
        return outcomes;
    }

    void hold(const std::vector<Customer> &customers, ProductId product, int quantity = 1)
    {
        std::vector<Reserve> wanted;
        for (const auto &customer : customers)
            wanted.push_back(reserve(customer, product, quantity));
        for (const auto &held : askTogether(wanted)) {
            if (!held)
                qFatal("no hold");
        }
    }

    /// How many calls were made in a way since the last look.
    quint64 callsOf(BatchWay way)
    {
        const auto index = static_cast<size_t>(way);
        const auto count = m_lane.figures().calls[index].count();
        return count - std::exchange(m_seenCalls[index], count);
    }

private:
    TestDatabase m_database;
    TestSurroundings m_surroundings;
    DatabaseHistory m_history;
    Lane m_lane;
    const ProductId m_gate;
    std::array<quint64, 3> m_seenCalls{};
};

IdempotencyKey freshKey()
{
    return {makeUuid7(), makeUuid7()};
}

std::vector<IdempotencyKey> freshKeys(size_t count)
{
    std::vector<IdempotencyKey> keys;
    std::generate_n(std::back_inserter(keys), count, freshKey);
    return keys;
}

CheckOut checkOut(const Customer &owner, ProductId product)
{
    return {HoldByProduct{product}, owner, {}, {}};
}

Cancel cancel(const Customer &owner, ProductId product)
{
    return {HoldByProduct{product}, owner, false, {}};
}

} // namespace

void TestDirectEndings::checksOutACrowd()
{
    Shop shop;
    auto &database = shop.database();
    const auto product = addProduct(database, {.price = 250});
    const auto other = addProduct(database, {.price = 0});
    const auto customers = addCustomers(database, 3);
    shop.hold(customers, product, 2);
    shop.hold({customers[2]}, other);
    database.exec(
        u"UPDATE users SET email = 'ada@example.com', password_hash = '$argon2id$x' WHERE id = '%1'"_s.arg(
            customers[1].id.text()));
    const auto version = stockVersionOf(database, product);
    shop.callsOf(BatchWay::Directly);

    auto priced = checkOut(customers[1], product);
    priced.quantity = units(2);
    priced.totalAmount = Money::fromMinorUnits(500);
    const auto told =
        shop.askTogether<CheckOut>({checkOut(customers[0], product), priced, checkOut(customers[2], other),
                                    checkOut(customers[2], product)});
    // The gate's reserve is one, too.
    QCOMPARE(shop.callsOf(BatchWay::Directly), 2U);
    QCOMPARE(shop.callsOf(BatchWay::Together), 0U);
    QCOMPARE(told[0]->hold.stock.level, (StockLevel{100, 94, 4, 2}));
    QCOMPARE(told[1]->hold.stock.level, (StockLevel{100, 94, 2, 4}));
    QCOMPARE(told[2]->hold.stock.level, (StockLevel{100, 99, 0, 1}));
    QCOMPARE(told[3]->hold.stock.level, (StockLevel{100, 94, 0, 6}));
    QCOMPARE(told[3]->hold.stock.stockVersion, version + 3);
    QCOMPARE(stockVersionOf(database, product), version + 3);
    QCOMPARE(levelOf(database, product), (StockLevel{100, 94, 0, 6}));

    const auto &purchase = told[1]->purchase;
    QCOMPARE(purchase.user, customers[1].id);
    QCOMPARE(purchase.username, customers[1].username);
    QCOMPARE(purchase.amount.minorUnits(), 500);
    QCOMPARE(told[1]->unitPrice, Money::fromMinorUnits(250));
    QCOMPARE(told[1]->currency, u"EUR"_s);
    QCOMPARE(told[1]->hold.reservation.status, ReservationStatus::Consumed);
    QCOMPARE(told[1]->hold.reservation.endedAt, told[1]->decidedAt);
    QCOMPARE(
        database.column(u"SELECT recipient FROM outbox WHERE order_id = '%1'"_s.arg(purchase.order.text())),
        QStringList(u"ada@example.com"_s));
    QCOMPARE(database.scalar<int>(u"SELECT count(*)::int FROM outbox"_s), 1);
    QCOMPARE(auditOf(database), QStringList());
}

void TestDirectEndings::checksOutAtTheBuyersPrice()
{
    Shop shop;
    const auto product = addProduct(shop.database(), {.price = {}});
    const auto customers = addCustomers(shop.database(), 2);
    shop.hold(customers, product);
    auto priced = checkOut(customers[0], product);
    priced.totalAmount = Money::fromMinorUnits(777);
    const auto told = shop.askTogether<CheckOut>({priced, checkOut(customers[1], product)});
    QCOMPARE(told[0]->purchase.amount.minorUnits(), 777);
    QCOMPARE(told[1]->purchase.amount.minorUnits(), 0);
    QVERIFY(!told[0]->unitPrice);
    QCOMPARE(shop.callsOf(BatchWay::Together), 0U);
    QCOMPARE(auditOf(shop.database()), QStringList());
}

void TestDirectEndings::cancelsACrowd()
{
    Shop shop;
    const auto product = addProduct(shop.database());
    const auto other = addProduct(shop.database());
    const auto customers = addCustomers(shop.database(), 3);
    shop.hold(customers, product, 2);
    shop.hold({customers[0]}, other);
    const auto version = stockVersionOf(shop.database(), product);
    const auto told = shop.askTogether<Cancel>(
        {cancel(customers[2], product), cancel(customers[0], other), cancel(customers[0], product)});
    QCOMPARE(shop.callsOf(BatchWay::Together), 0U);
    QCOMPARE(told[0]->hold.stock.level, (StockLevel{100, 96, 4, 0}));
    QCOMPARE(told[1]->hold.stock.level, (StockLevel{100, 100, 0, 0}));
    QCOMPARE(told[2]->hold.stock.level, (StockLevel{100, 98, 2, 0}));
    QCOMPARE(told[2]->hold.stock.stockVersion, version + 2);
    QCOMPARE(told[2]->hold.reservation.status, ReservationStatus::Cancelled);
    QCOMPARE(told[2]->hold.reservation.user, customers[0].id);
    QCOMPARE(levelOf(shop.database(), product), (StockLevel{100, 98, 2, 0}));
    QCOMPARE(auditOf(shop.database()), QStringList());
}

void TestDirectEndings::oneRefusalLeavesEachItsAnswer_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing held") << u"RESERVATION_REQUIRED"_s;
    QTest::newRow("another quantity") << u"CONFLICT"_s;
    QTest::newRow("another amount") << u"AMOUNT_MISMATCH"_s;
    QTest::newRow("past its time") << u"RESERVATION_REQUIRED"_s;
}

void TestDirectEndings::oneRefusalLeavesEachItsAnswer()
{
    QFETCH(QString, code);
    const auto what = QString::fromLatin1(QTest::currentDataTag());
    Shop shop;
    auto &database = shop.database();
    const auto product = addProduct(database, {.price = 250});
    const auto customers = addCustomers(database, 4);
    shop.hold({customers[0], customers[2], customers[3]}, product);
    if (what != u"nothing held")
        shop.hold({customers[1]}, product);
    auto odd = checkOut(customers[1], product);
    if (what == u"another quantity")
        odd.quantity = units(2);
    if (what == u"another amount")
        odd.totalAmount = Money::fromMinorUnits(251);
    if (what == u"past its time")
        database.exec(u"UPDATE reservations SET created_at = created_at - interval '1 day', expires_at = "
                      "expires_at - interval '1 day' WHERE user_id = '%1'"_s.arg(customers[1].id.text()));

    const auto told =
        shop.askTogether<CheckOut>({checkOut(customers[0], product), odd, checkOut(customers[2], product)});
    QCOMPARE(codeOf(told[0]), u"done"_s);
    QCOMPARE(codeOf(told[1]), code);
    QCOMPARE(codeOf(told[2]), u"done"_s);
    QCOMPARE(levelOf(database, product).sold, 2);
    QCOMPARE(shop.callsOf(BatchWay::Together), 1U);
    // Where one was refused others may be: for a while nothing is tried directly.
    QCOMPARE(codeOf(shop.askTogether<Cancel>({cancel(customers[3], product)})[0]), u"done"_s);
    QCOMPARE(shop.callsOf(BatchWay::Together), 1U);
    QCOMPARE(auditOf(database), QStringList());
}

void TestDirectEndings::repeatsUnderItsKey()
{
    Shop shop;
    const auto product = addProduct(shop.database(), {.price = 250});
    const auto customers = addCustomers(shop.database(), 4);
    shop.hold(customers, product, 2);
    const std::vector<CheckOut> bought{checkOut(customers[0], product), checkOut(customers[1], product)};
    const std::vector<Cancel> cancelled{cancel(customers[2], product), cancel(customers[3], product)};
    const auto keys = freshKeys(4);
    const auto told = shop.askTogether(bought, {keys[0], keys[1]});
    const auto ended = shop.askTogether(cancelled, {keys[2], keys[3]});
    QCOMPARE(shop.callsOf(BatchWay::Together), 0U);

    const auto again = shop.askTogether(bought, {keys[0], keys[1]});
    const auto endedAgain = shop.askTogether(cancelled, {keys[2], keys[3]});
    for (size_t index = 0; index < 2; ++index) {
        QVERIFY(!told[index]->isReplay && again[index]->isReplay && endedAgain[index]->isReplay);
        QCOMPARE(again[index]->purchase.order, told[index]->purchase.order);
        QCOMPARE(again[index]->purchase.amount, told[index]->purchase.amount);
        QCOMPARE(again[index]->decidedAt, told[index]->decidedAt);
        for (const auto &[one, other] : {std::pair(&told[index]->hold, &again[index]->hold),
                                         std::pair(&ended[index]->hold, &endedAgain[index]->hold)}) {
            QCOMPARE(other->reservation.id, one->reservation.id);
            QCOMPARE(other->reservation.status, one->reservation.status);
            QCOMPARE(other->stock.level.available, one->stock.level.available);
            QCOMPARE(other->stock.stockVersion, one->stock.stockVersion);
        }
    }
    QCOMPARE(levelOf(shop.database(), product), (StockLevel{100, 96, 0, 4}));
    QCOMPARE(auditOf(shop.database()), QStringList());
}

QTEST_GUILESS_MAIN(TestDirectEndings)
#include "test_direct_endings.moc"
