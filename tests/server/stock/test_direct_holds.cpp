// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_request.h"
#include "stock/database_history.h"
#include "tests/server/stock/stock_server.h"

#include <QTest>

#include <array>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Reserves that one plain statement holds, and what it leaves to stock_batch().
class TestDirectHolds final : public QObject
{
    Q_OBJECT

private slots:
    void whoeverAsksAgainGoesAnotherWay();
    void limitsAreLeftToTheOtherWay();
    void salesAreLookedAt();
    void customersOfOthersKeepTheirIds();
};

namespace {

/// How many calls were made directly, together and one by one.
using Calls = std::array<quint64, 3>;

class Shop final
{
public:
    Shop() { m_lane.start(); }
    ~Shop() { m_lane.stop(); }
    Q_DISABLE_COPY_MOVE(Shop)

    OutcomeOf<Reserve> ask(const Customer &customer, ProductId product)
    {
        std::promise<OutcomeOf<Reserve>> promise;
        m_lane.post(
            {Pending<Reserve>{reserve(customer, product),
                              [&](OutcomeOf<Reserve> outcome) { promise.set_value(std::move(outcome)); }},
             std::chrono::steady_clock::now()});
        return StockServer::outcomeOf(promise.get_future());
    }
    Customer customer() { return addCustomers(database, 1).front(); }
    /// Since the last look.
    Calls calls()
    {
        Calls since{};
        for (size_t way = 0; way < since.size(); ++way) {
            const auto count = m_lane.figures().calls[way].count();
            since[way] = count - std::exchange(m_seen[way], count);
        }
        return since;
    }

    TestDatabase database;

private:
    TestSurroundings m_surroundings{database.settings()};
    DatabaseHistory m_history;
    Lane m_lane{m_surroundings.get(), m_history, false};
    Calls m_seen{};
};

} // namespace

void TestDirectHolds::whoeverAsksAgainGoesAnotherWay()
{
    Shop shop;
    const auto product = addProduct(shop.database);
    const auto customer = shop.customer();
    QCOMPARE(codeOf(shop.ask(customer, product)), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{1, 0, 0}));
    QCOMPARE(codeOf(shop.ask(customer, product)), u"ALREADY_RESERVED"_s);
    QCOMPARE(shop.calls(), (Calls{0, 1, 0}));
    QCOMPARE(levelOf(shop.database, product), (StockLevel{100, 99, 1, 0}));
}

void TestDirectHolds::limitsAreLeftToTheOtherWay()
{
    Shop shop;
    const auto limited = addProduct(shop.database, {.perUserLimit = 2});
    QCOMPARE(codeOf(shop.ask(shop.customer(), limited)), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{1, 1, 0}));
    // Remembered.
    QCOMPARE(codeOf(shop.ask(shop.customer(), limited)), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{0, 1, 0}));
    QCOMPARE(auditOf(shop.database), QStringList());
}

void TestDirectHolds::salesAreLookedAt()
{
    Shop shop;
    const auto product = addProduct(shop.database);
    shop.database.exec(
        u"INSERT INTO sales (name, starts_at) VALUES ('now', clock_timestamp());"
        "UPDATE products SET sale_id = (SELECT max(id) FROM sales) WHERE id = %1"_s.arg(product.number()));
    QCOMPARE(codeOf(shop.ask(shop.customer(), product)), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{1, 1, 0}));
    QCOMPARE(codeOf(shop.ask(shop.customer(), product)), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{1, 0, 0}));
    shop.database.exec(u"UPDATE sales SET paused_at = clock_timestamp()"_s);
    QCOMPARE(codeOf(shop.ask(shop.customer(), product)), u"SALE_PAUSED"_s);
    QCOMPARE(shop.calls().front(), 1);
    QCOMPARE(levelOf(shop.database, product), (StockLevel{100, 98, 2, 0}));
}

void TestDirectHolds::customersOfOthersKeepTheirIds()
{
    Shop shop;
    const auto product = addProduct(shop.database);
    const auto theirs = shop.customer();
    const Customer proposed{UserId::make(), theirs.username, false};
    const auto held = shop.ask(proposed, product);
    QCOMPARE(codeOf(held), u"done"_s);
    QCOMPARE(shop.calls(), (Calls{1, 0, 0}));
    QVERIFY(held->holds.front().reservation.user == theirs.id);
    QCOMPARE(auditOf(shop.database), QStringList());
}

QTEST_GUILESS_MAIN(TestDirectHolds)
#include "test_direct_holds.moc"
