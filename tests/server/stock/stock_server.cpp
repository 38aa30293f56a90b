// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include "database/sql_array.h"

#include <atomic>
#include <thread>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

QString nextServerName()
{
    static std::atomic<int> count = 0;
    return u"server-"_s + QString::number(++count);
}

} // namespace

TestSurroundings::TestSurroundings(const ConnectionSettings &database, StatementBook book)
    : m_book(std::move(book))
    , m_board(m_clock, m_schedule)
    , m_surroundings{.database = database,
                     .statements = m_book,
                     .clock = m_clock,
                     .schedule = m_schedule,
                     .board = m_board,
                     .serverName = nextServerName(),
                     .publish = [this](const ChangeSet &changes) { publish(changes); },
                     .learnCustomers =
                         [this](const QHash<QString, UserId> &customers) {
                             const std::lock_guard lock(m_mutex);
                             m_customers.insert(customers);
                         }}
{
}

void TestSurroundings::publish(const ChangeSet &changes)
{
    std::unique_lock lock(m_mutex);
    m_published.push_back(changes);
    if (!m_isGateClosed)
        return;
    m_isLaneHeld = true;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_isGateClosed; });
    m_isLaneHeld = false;
}

std::vector<ChangeSet> TestSurroundings::takePublished()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_published, {});
}

QHash<QString, UserId> TestSurroundings::customers() const
{
    const std::lock_guard lock(m_mutex);
    return m_customers;
}

void TestSurroundings::closeGate()
{
    const std::lock_guard lock(m_mutex);
    m_isGateClosed = true;
}

void TestSurroundings::openGate()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isGateClosed = false;
    }
    m_changed.notify_all();
}

void TestSurroundings::awaitHeldLane()
{
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait_for(lock, patience, [this] { return m_isLaneHeld; }))
        qFatal("no lane came to the gate");
}

StockServer::StockServer(const ConnectionSettings &database, int lanes, StatementBook book)
    : m_surroundings(database, std::move(book))
    , m_lanes(std::make_unique<StockLanes>(m_surroundings.get(), lanes))
{
}

ProductId addProduct(TestDatabase &database, const Goods &goods)
{
    static std::atomic<int> count = 0;
    const auto price = goods.price ? Money::fromMinorUnits(*goods.price) : std::nullopt;
    const auto product = createProduct(database.connection(),
                                       {.name = u"Product "_s + QString::number(++count),
                                        .description = {},
                                        .category = {},
                                        .price = price,
                                        .currency = u"EUR"_s,
                                        .totalStock = goods.total,
                                        .perUserLimit = goods.perUserLimit,
                                        .holdSeconds = goods.holdSeconds,
                                        .actor = {}},
                                       u"test"_s);
    if (!product)
        qFatal("%s", qPrintable(product.error().text));
    return product->id;
}

StockLevel levelOf(TestDatabase &database, ProductId product)
{
    auto rows = database.query(
        u"SELECT total_stock, available_stock, reserved_stock, sold_stock FROM products WHERE id = "_s
        + product.text());
    rows.next();
    return {rows.get<int>(0), rows.get<int>(1), rows.get<int>(2), rows.get<int>(3)};
}

qint64 stockVersionOf(TestDatabase &database, ProductId product)
{
    return database.scalar<qint64>(u"SELECT stock_version FROM products WHERE id = "_s + product.text());
}

QStringList auditOf(TestDatabase &database)
{
    const auto faults = runAudit(database.connection());
    if (!faults)
        qFatal("%s", qPrintable(faults.error().text));
    QStringList texts;
    for (const auto &fault : *faults) {
        texts.append(u"%1: %2 (expected %3, found %4)"_s
                         .arg(fault.product ? fault.product->text() : u"-"_s, fault.fault)
                         .arg(fault.expected)
                         .arg(fault.found));
    }
    return texts;
}

Customer newcomer(const QString &name)
{
    return {UserId::make(), name, false};
}

Customer known(UserId id, const QString &name)
{
    return {id, name, true};
}

std::vector<Customer> addCustomers(TestDatabase &database, int count)
{
    static std::atomic<int> number = 0;
    std::vector<Customer> customers;
    SqlArray ids;
    SqlArray names;
    for (int index = 0; index < count; ++index) {
        customers.push_back(known(UserId::make(), u"customer-"_s + QString::number(++number)));
        ids.add(customers.back().id);
        names.add(customers.back().username);
    }
    database.exec(u"INSERT INTO users (id, username) SELECT * FROM unnest('"_s + ids.take()
                  + u"'::uuid[], '"_s + names.take() + u"'::text[])"_s);
    return customers;
}

Quantity units(int count)
{
    return Quantity::from(count).value();
}

Reserve reserve(const Customer &customer, ProductId product, int quantity)
{
    return {customer, {{product, units(quantity)}}};
}

bool waitUntil(const std::function<bool()> &condition)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace holdfast::test
