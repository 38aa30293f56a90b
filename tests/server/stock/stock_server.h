// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/statement_book.h"
#include "stock/catalogue.h"
#include "stock/history.h"
#include "stock/stock_lanes.h"
#include "tests/support/test_database.h"

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>

namespace holdfast::test {

/// How long a test waits for what must happen; generous, as machines that run tests are busy.
constexpr std::chrono::seconds patience{30};

/// What lanes need and whom they tell, for one server under test. Its publish() can be held up, and with it
/// the lane that calls it.
class TestSurroundings final
{
public:
    explicit TestSurroundings(const ConnectionSettings &database, StatementBook book = {});
    Q_DISABLE_COPY_MOVE(TestSurroundings)

    const LaneSurroundings &get() const { return m_surroundings; }
    StockBoard &board() { return m_board; }
    DatabaseClock &clock() { return m_clock; }
    ExpirySchedule &schedule() { return m_schedule; }

    /// Everything published since the last take.
    std::vector<ChangeSet> takePublished();
    QHash<QString, UserId> customers() const;

    /// The next lane to publish waits until openGate().
    void closeGate();
    void openGate();
    /// Waits until a lane stands at the gate.
    void awaitHeldLane();

private:
    void publish(const ChangeSet &changes);

    const StatementBook m_book;
    DatabaseClock m_clock;
    ExpirySchedule m_schedule;
    StockBoard m_board;
    LaneSurroundings m_surroundings;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    // All below guarded by m_mutex.
    std::vector<ChangeSet> m_published;
    QHash<QString, UserId> m_customers;
    bool m_isGateClosed = false;
    bool m_isLaneHeld = false;
};

/// The stock side of one Holdfast server: lanes with surroundings of their own. Two of them on one database
/// are two servers.
class StockServer final
{
public:
    explicit StockServer(const ConnectionSettings &database, int lanes = 1, StatementBook book = {});
    ~StockServer() { stop(); }
    Q_DISABLE_COPY_MOVE(StockServer)

    void start() { m_lanes->start(); }
    void stop() { m_lanes->stop(); }

    template <typename SomeCommand>
    void post(SomeCommand command, Answer<SomeCommand> answer, std::optional<IdempotencyKey> key = {})
    {
        m_lanes->post(std::move(command), std::move(answer), key);
    }
    template <typename SomeCommand>
    std::future<OutcomeOf<SomeCommand>> send(SomeCommand command, std::optional<IdempotencyKey> key = {})
    {
        auto promise = std::make_shared<std::promise<OutcomeOf<SomeCommand>>>();
        auto future = promise->get_future();
        // Answered twice, the promise throws and ends the test.
        post(std::move(command), Answer<SomeCommand>([promise](OutcomeOf<SomeCommand> outcome) {
                 promise->set_value(std::move(outcome));
             }),
             key);
        return future;
    }
    /// Sends it and waits for the outcome.
    template <typename SomeCommand>
    OutcomeOf<SomeCommand> ask(SomeCommand command, std::optional<IdempotencyKey> key = {})
    {
        return outcomeOf(send(std::move(command), key));
    }

    TestSurroundings &surroundings() { return m_surroundings; }
    StockBoard &board() { return m_surroundings.board(); }

    /// Waits for the answer; none within `patience` ends the test.
    template <typename Result>
    static Result outcomeOf(std::future<Result> future)
    {
        if (future.wait_for(patience) != std::future_status::ready)
            qFatal("a command was never answered");
        return future.get();
    }

private:
    TestSurroundings m_surroundings;
    std::unique_ptr<StockLanes> m_lanes;
};

/// What a test's product is made from; the rest is plain.
struct Goods
{
    int total = 100;
    std::optional<qint64> price = 1000;
    std::optional<int> perUserLimit = {};
    int holdSeconds = 600;
};

ProductId addProduct(TestDatabase &database, const Goods &goods = {});
StockLevel levelOf(TestDatabase &database, ProductId product);
qint64 stockVersionOf(TestDatabase &database, ProductId product);
/// The audit's faults as text; empty is clean.
QStringList auditOf(TestDatabase &database);

Customer newcomer(const QString &name);
Customer known(UserId id, const QString &name);
/// Makes `count` users; they are known.
std::vector<Customer> addCustomers(TestDatabase &database, int count);

Quantity units(int count);
Reserve reserve(const Customer &customer, ProductId product, int quantity = 1);

/// True as soon as `condition` holds, false when it does not within `patience`.
bool waitUntil(const std::function<bool()> &condition);

/// "held", or the refusal's code.
template <typename Success>
QString codeOf(const Outcome<Success> &outcome)
{
    return outcome ? QStringLiteral("done") : QString(errorName(outcome.error().code));
}

} // namespace holdfast::test
