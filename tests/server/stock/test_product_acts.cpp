// SPDX-License-Identifier: GPL-3.0-only
#include "stock/product_acts.h"
#include "tests/server/stock/stock_server.h"

#include <QTest>

#include <numeric>
#include <random>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What admins do with products, beside a crowd that holds and buys them.
class TestProductActs final : public QObject
{
    Q_OBJECT

private slots:
    void holdsPastTheirTimeStandInNobodysWay_data();
    void holdsPastTheirTimeStandInNobodysWay();
    void archivedComesBackAsItWas();
    void movementsExplainTheTotal();
    void randomHistoriesAddUp_data();
    void randomHistoriesAddUp();
    void aCrowdIsNeverCutOff();
    void tableCatchesAnEditThatLooksFirst();
};

namespace {

const auto serverName = u"test"_s;

/// Runs an act as endpoints and desk do, in a transaction.
template <typename Act>
Outcome<ProductChanged> run(Connection &connection, Act act)
{
    Transaction transaction(connection);
    ProductOutcome outcome = act(connection);
    if (!outcome)
        qFatal("%s", qPrintable(outcome.error().text));
    if (!transaction.commit())
        qFatal("no commit");
    return *std::move(outcome);
}

Outcome<ProductChanged> setTotal(Connection &connection, ProductId product, int total)
{
    return run(connection, [&](Connection &open) {
        return editProduct(open, product, {.totalStock = total}, std::nullopt, std::nullopt, serverName);
    });
}

Outcome<ProductChanged> archive(Connection &connection, ProductId product)
{
    return run(connection,
               [&](Connection &open) { return archiveProduct(open, product, std::nullopt, serverName); });
}

Outcome<ProductChanged> restore(Connection &connection, ProductId product)
{
    return run(connection, [&](Connection &open) { return restoreProduct(open, product, serverName); });
}

void letFallDue(TestDatabase &database, const Customer &customer)
{
    database.exec(
        u"UPDATE reservations SET created_at = created_at - interval '1 day', expires_at = expires_at - "
        "interval '1 day' WHERE status = 'active' AND user_id = '"_s
        + customer.id.text() + u'\'');
}

/// One product, and what its numbers must be.
class Shop final
{
public:
    explicit Shop(quint32 seed)
        : m_random(seed)
        , m_server(m_database.settings())
        , m_customers(addCustomers(m_database, 12))
        , m_product(addProduct(m_database, {.total = 20}))
        , m_held(m_customers.size())
    {
        m_server.start();
    }

    /// What went otherwise than it must; empty is well.
    QString step();
    TestDatabase &database() { return m_database; }
    int refusals() const { return m_refusals; }
    int edits() const { return m_edits; }

private:
    QString hold(size_t customer);
    QString end(size_t customer);
    QString cut();
    QString fill();
    QString takeOff();
    QString compare(const QString &what);
    int held() const { return std::accumulate(m_held.begin(), m_held.end(), 0); }
    int random(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }

    std::mt19937 m_random;
    TestDatabase m_database;
    StockServer m_server;
    const std::vector<Customer> m_customers;
    const ProductId m_product;
    int m_total = 20;
    int m_sold = 0;
    std::vector<int> m_held;
    int m_refusals = 0;
    int m_edits = 0;
};

QString Shop::step()
{
    const auto customer = static_cast<size_t>(random(static_cast<int>(m_customers.size())));
    switch (random(6)) {
    case 0:
    case 1:
        return hold(customer);
    case 2:
        return end(customer);
    case 3:
        return fill();
    case 4:
        return takeOff();
    default:
        return cut();
    }
}

QString Shop::hold(size_t customer)
{
    if (m_held[customer] > 0)
        return {};
    const int quantity = 1 + random(4);
    const bool fits = quantity <= m_total - m_sold - held();
    const auto code = codeOf(m_server.ask(reserve(m_customers[customer], m_product, quantity)));
    if (code != (fits ? u"done"_s : u"OUT_OF_STOCK"_s))
        return u"hold: "_s + code;
    m_held[customer] = fits ? quantity : 0;
    return compare(u"hold"_s);
}

QString Shop::end(size_t customer)
{
    if (m_held[customer] == 0)
        return {};
    const int quantity = std::exchange(m_held[customer], 0);
    const HoldByProduct hold{m_product};
    switch (random(3)) {
    case 0:
        m_sold += quantity;
        if (!m_server.ask(CheckOut{hold, m_customers[customer]}))
            return u"not bought"_s;
        return compare(u"buy"_s);
    case 1:
        if (!m_server.ask(Cancel{hold, m_customers[customer]}))
            return u"not cancelled"_s;
        return compare(u"cancel"_s);
    default:
        // Nobody sweeps now: whoever comes next must see it as over.
        letFallDue(m_database, m_customers[customer]);
        return {};
    }
}

QString Shop::cut()
{
    const int total = random(40);
    const bool fits = total >= held() + m_sold;
    const auto outcome = setTotal(m_database.connection(), m_product, total);
    if (codeOf(outcome) != (fits ? u"done"_s : u"STOCK_IN_USE"_s))
        return u"cut to %1: %2"_s.arg(total).arg(codeOf(outcome));
    ++(fits ? m_edits : m_refusals);
    m_total = fits ? total : m_total;
    return compare(u"cut"_s);
}

QString Shop::fill()
{
    const int quantity = 1 + random(5);
    if (!m_server.ask(Restock{m_product, units(quantity), u"delivery"_s}))
        return u"not restocked"_s;
    m_total += quantity;
    return {};
}

QString Shop::takeOff()
{
    const auto outcome = archive(m_database.connection(), m_product);
    if (codeOf(outcome) != (held() == 0 ? u"done"_s : u"STOCK_IN_USE"_s))
        return u"archive: "_s + codeOf(outcome);
    if (outcome && !restore(m_database.connection(), m_product))
        return u"not restored"_s;
    return compare(u"archive"_s);
}

QString Shop::compare(const QString &what)
{
    if (!m_server.ask(ExpireDue{}))
        return u"no sweep"_s;
    const auto level = levelOf(m_database, m_product);
    const StockLevel expected{m_total, m_total - m_sold - held(), held(), m_sold};
    return level == expected
        ? QString()
        : u"%1: %2 in all, %3 held, %4 sold"_s.arg(what).arg(level.total).arg(level.reserved).arg(level.sold);
}

/// What the edits of a race came to.
struct Edits
{
    int done = 0;
    int refused = 0;
    QString wrong;
};

void note(const Outcome<ProductChanged> &outcome, int wanted, Edits &edits)
{
    if (outcome) {
        const auto &level = outcome->product.stock;
        ++edits.done;
        if (!level.addsUp() || level.available < 0 || level.total != wanted)
            edits.wrong = u"an edit to %1 left %2"_s.arg(wanted).arg(level.total);
        return;
    }
    const auto &details = outcome.error().details;
    const int inUse = details.value("reserved_stock"_L1).toInt() + details.value("sold_stock"_L1).toInt();
    ++edits.refused;
    if (outcome.error().code != ErrorCode::StockInUse || wanted >= inUse)
        edits.wrong = u"an edit to %1 was refused: %2"_s.arg(wanted).arg(codeOf(outcome));
}

/// Holds, and buys or gives back, until told to stop.
void shopOn(StockServer &server, const Customer &customer, ProductId product, std::stop_token stop)
{
    for (int round = 0; !stop.stop_requested(); ++round) {
        if (!server.ask(reserve(customer, product, 1 + round % 3)))
            continue;
        const HoldByProduct hold{product};
        if (round % 8 == 0)
            static_cast<void>(server.ask(CheckOut{hold, customer}));
        else
            static_cast<void>(server.ask(Cancel{hold, customer}));
    }
}

} // namespace

void TestProductActs::holdsPastTheirTimeStandInNobodysWay_data()
{
    QTest::addColumn<QString>("act");
    for (const char *act : {"cut", "sale", "archive"})
        QTest::newRow(act) << QString::fromLatin1(act);
}

void TestProductActs::holdsPastTheirTimeStandInNobodysWay()
{
    QFETCH(const QString, act);
    TestDatabase database;
    const auto product = addProduct(database, {.total = 5});
    const auto customer = addCustomers(database, 1).front();
    {
        StockServer server(database.settings());
        server.start();
        QVERIFY(server.ask(reserve(customer, product, 5)));
    }
    const auto sale = database.scalar<qint64>(u"INSERT INTO sales (name) VALUES ('s') RETURNING id"_s);
    const auto attempt = [&](Connection &connection) {
        if (act == u"archive"_s)
            return archiveProduct(connection, product, std::nullopt, serverName);
        ProductEdit edit{.sale = SaleId::from(sale)};
        if (act == u"cut"_s)
            edit = {.totalStock = 0};
        return editProduct(connection, product, edit, std::nullopt, std::nullopt, serverName);
    };
    QCOMPARE(codeOf(run(database.connection(), attempt)), u"STOCK_IN_USE"_s);
    // Nobody is there to sweep.
    letFallDue(database, customer);
    const auto done = run(database.connection(), attempt);
    QCOMPARE(codeOf(done), u"done"_s);
    const auto &told = done->news.changes.holds;
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.front().reservation.status, ReservationStatus::Expired);
    QCOMPARE(levelOf(database, product).reserved, 0);
    QCOMPARE(auditOf(database), QStringList());
}

void TestProductActs::archivedComesBackAsItWas()
{
    TestDatabase database;
    const auto product = addProduct(database);
    const auto before = readProduct(database.connection(), product)->value();
    QVERIFY(archive(database.connection(), product));
    QVERIFY(!*readProduct(database.connection(), product));
    QCOMPARE(codeOf(archive(database.connection(), product)), u"PRODUCT_NOT_FOUND"_s);
    QCOMPARE(codeOf(setTotal(database.connection(), product, 1)), u"PRODUCT_NOT_FOUND"_s);
    const auto restored = restore(database.connection(), product);
    QVERIFY(restored);
    QCOMPARE(restored->product.name, before.name);
    QCOMPARE(restored->product.stock, before.stock);
    QCOMPARE(restored->product.version, before.version + 2);
    // What is there is not restored again.
    QCOMPARE(restore(database.connection(), product)->product.version, before.version + 2);
    const auto unknown = ProductId::from(product.number() + 1'000).value();
    QCOMPARE(codeOf(restore(database.connection(), unknown)), u"PRODUCT_NOT_FOUND"_s);
}

void TestProductActs::movementsExplainTheTotal()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = 10});
    const auto keeper = addCustomers(database, 1).front();
    StockServer server(database.settings());
    server.start();
    QVERIFY(server.ask(Restock{product, units(5), u"delivery"_s, keeper.id}));
    QVERIFY(run(database.connection(), [&](Connection &open) {
        return editProduct(open, product, {.totalStock = 8, .reason = u"lost"_s}, std::nullopt, {},
                           serverName);
    }));
    const auto movements = readMovements(database.connection(), product, 10).value();
    QCOMPARE(movements.size(), 3);
    QCOMPARE(movements[0].kind, MovementKind::Adjusted);
    QCOMPARE(movements[0].quantity, -7);
    QCOMPARE(movements[0].reason, u"lost"_s);
    QCOMPARE(movements[0].actor, QString());
    QCOMPARE(movements[1].kind, MovementKind::Restocked);
    QCOMPARE(movements[1].quantity, 5);
    QCOMPARE(movements[1].reason, u"delivery"_s);
    QCOMPARE(movements[1].actor, keeper.username);
    QCOMPARE(movements[2].kind, MovementKind::Created);
    QCOMPARE(movements[2].quantity, 10);
    QVERIFY(movements[0].at > movements[1].at && movements[1].at > movements[2].at);
    QCOMPARE(readMovements(database.connection(), product, 1).value().size(), 1);
    QVERIFY(archive(database.connection(), product));
    QCOMPARE(readMovements(database.connection(), product, 10).value().size(), 3);
}

void TestProductActs::randomHistoriesAddUp_data()
{
    QTest::addColumn<quint32>("seed");
    const auto first = std::random_device()() >> 1;
    for (quint32 seed = first; seed < first + 4; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestProductActs::randomHistoriesAddUp()
{
    QFETCH(const quint32, seed);
    Shop shop(seed);
    for (int step = 0; step < 250; ++step) {
        const auto fault = shop.step();
        QVERIFY2(fault.isEmpty(), qPrintable(u"step %1: %2"_s.arg(step).arg(fault)));
    }
    QVERIFY(shop.refusals() > 0 && shop.edits() > 0);
    QCOMPARE(auditOf(shop.database()), QStringList());
}

// Totals go up and down under a crowd on two servers: no edit ever takes away what somebody holds or bought.
void TestProductActs::aCrowdIsNeverCutOff()
{
    TestDatabase database;
    StockServer one(database.settings());
    StockServer other(database.settings());
    one.start();
    other.start();
    const auto product = addProduct(database, {.total = 30});
    const auto customers = addCustomers(database, 8);
    std::vector<std::jthread> crowd;
    for (size_t index = 0; index < customers.size(); ++index) {
        crowd.emplace_back([&, index](const std::stop_token &stop) {
            shopOn(index % 2 == 0 ? one : other, customers[index], product, stop);
        });
    }
    Edits edits;
    std::mt19937 random(7);
    // Around what is in use, which grows as units are bought.
    const auto edit = [&] {
        const auto level = levelOf(database, product);
        const int wanted = std::max(0, level.reserved + level.sold - 3 + static_cast<int>(random() % 8));
        note(setTotal(database.connection(), product, wanted), wanted, edits);
    };
    for (int count = 0; count < 200 || edits.done == 0 || edits.refused == 0; ++count) {
        QVERIFY2(count < 5'000 && edits.wrong.isEmpty(), qPrintable(edits.wrong));
        edit();
    }
    crowd.clear();
    QCOMPARE(edits.wrong, QString());
    QCOMPARE(auditOf(database), QStringList());
}

// The negative control: whoever looks first and writes then is stopped by the table, so a cut that went wrong
// could not pass unseen above.
void TestProductActs::tableCatchesAnEditThatLooksFirst()
{
    TestDatabase database;
    StockServer server(database.settings());
    server.start();
    const auto product = addProduct(database, {.total = 10});
    const auto seen = levelOf(database, product);
    QVERIFY(server.ask(reserve(addCustomers(database, 1).front(), product, 4)));
    const auto written = database.connection().run(
        u"UPDATE products SET total_stock = 2, available_stock = 2 - %1 WHERE id = %2"_s
            .arg(seen.reserved + seen.sold)
            .arg(product.number()));
    QVERIFY(!written);
    QCOMPARE(written.error().constraint, u"stock_adds_up"_s);
}

QTEST_GUILESS_MAIN(TestProductActs)
#include "test_product_acts.moc"
