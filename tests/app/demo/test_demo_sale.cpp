// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/demo_products.h"
#include "app/demo/demo_sale.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString endDemoSales = u"UPDATE sales SET starts_at = clock_timestamp() - interval '2 hours', "_s
    + u"ends_at = clock_timestamp() - interval '1 second'"_s;

void prepare(TestDatabase &database)
{
    const auto prepared = prepareDemoSale(database.connection());
    QVERIFY2(prepared, qPrintable(prepared ? QString() : prepared.error().text));
}

qint64 count(TestDatabase &database, const QString &sql)
{
    return database.scalar<qint64>(u"SELECT count(*) FROM "_s + sql);
}

/// Everything of the catalogue, to see that nothing of it moved.
QStringList catalogue(TestDatabase &database)
{
    return database.column(u"SELECT p::text FROM products p ORDER BY id"_s)
        + database.column(u"SELECT s::text FROM sales s ORDER BY id"_s);
}

void makeProduct(TestDatabase &database, const QString &name)
{
    NewProduct product;
    product.name = name;
    product.currency = u"EUR"_s;
    product.totalStock = 5;
    product.holdSeconds = 60;
    const auto made = createProduct(database.connection(), product, u"test"_s);
    QVERIFY(made);
}

} // namespace

class TestDemoSale final : public QObject
{
    Q_OBJECT

private slots:
    void makesALiveSaleInABlankDatabase();
    void changesNothingWhileItsSaleIsOpen();
    void leavesARealCatalogueAlone_data();
    void leavesARealCatalogueAlone();
    void renewsItsSaleThatIsOver();
    void renewsItsSaleThatWasCancelled();
    void leavesWhatIsHeldInTheOldSale_data();
    void leavesWhatIsHeldInTheOldSale();
    void takesOnlyItsOwnProducts();
    void leavesASaleOfTheSameNameAlone();
    void anErrorLeavesNothingBehind();
    void twoAtOnceMakeOneSale();
};

void TestDemoSale::makesALiveSaleInABlankDatabase()
{
    TestDatabase database;
    prepare(database);
    QCOMPARE(count(database,
                   u"products p JOIN sales s ON s.id = p.sale_id "
                   "WHERE sale_phase(s, clock_timestamp()) = 'live'"_s),
             8);
    QCOMPARE(database.scalar<QString>(u"SELECT name FROM sales"_s), QString(demoSaleName));
    QCOMPARE(database.scalar<qint64>(u"SELECT extract(epoch FROM ends_at - starts_at)::bigint FROM sales"_s),
             7'200);
    QCOMPARE(count(database, u"stock_movements WHERE kind = 'created'"_s), 8);
    QCOMPARE(count(database, u"audit_stock()"_s), 0);
}

void TestDemoSale::changesNothingWhileItsSaleIsOpen()
{
    TestDatabase database;
    prepare(database);
    const auto before = catalogue(database);
    prepare(database);
    QCOMPARE(catalogue(database), before);
    database.exec(u"UPDATE sales SET paused_at = clock_timestamp()"_s);
    const auto paused = catalogue(database);
    prepare(database);
    QCOMPARE(catalogue(database), paused);
}

void TestDemoSale::leavesARealCatalogueAlone_data()
{
    QTest::addColumn<QString>("after");
    QTest::newRow("a product") << QString();
    QTest::newRow("an archived product") << u"UPDATE products SET archived_at = clock_timestamp()"_s;
    QTest::newRow("a product in a sale that is over")
        << u"WITH s AS (INSERT INTO sales (name, starts_at, ends_at) "
           "VALUES ('Spring', now() - interval '2 days', now() - interval '1 day') RETURNING id) "
           "UPDATE products SET sale_id = s.id FROM s"_s;
}

void TestDemoSale::leavesARealCatalogueAlone()
{
    QFETCH(QString, after);
    TestDatabase database;
    makeProduct(database, u"Real Thing"_s);
    if (!after.isEmpty())
        database.exec(after);
    const auto before = catalogue(database);
    prepare(database);
    QCOMPARE(catalogue(database), before);
}

void TestDemoSale::renewsItsSaleThatIsOver()
{
    TestDatabase database;
    prepare(database);
    database.exec(endDemoSales);
    prepare(database);
    QCOMPARE(count(database, u"products"_s), 8);
    QCOMPARE(count(database, u"sales"_s), 2);
    QCOMPARE(count(database,
                   u"products p JOIN sales s ON s.id = p.sale_id "
                   "WHERE sale_phase(s, clock_timestamp()) = 'live'"_s),
             8);
}

void TestDemoSale::renewsItsSaleThatWasCancelled()
{
    TestDatabase database;
    prepare(database);
    database.exec(u"UPDATE sales SET cancelled_at = clock_timestamp()"_s);
    prepare(database);
    QCOMPARE(database.scalar<qint64>(u"SELECT DISTINCT sale_id FROM products"_s), 2);
}

void TestDemoSale::leavesWhatIsHeldInTheOldSale_data()
{
    QTest::addColumn<QString>("expires");
    QTest::addColumn<qint64>("moved");
    QTest::newRow("held") << u"1 hour"_s << 7LL;
    QTest::newRow("past its time, and no sweep has been by") << u"-1 hour"_s << 8LL;
}

void TestDemoSale::leavesWhatIsHeldInTheOldSale()
{
    QFETCH(QString, expires);
    QFETCH(qint64, moved);
    TestDatabase database;
    prepare(database);
    database.exec(uR"(
        INSERT INTO users (id, username) VALUES (gen_random_uuid(), 'ann');
        INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
            SELECT gen_random_uuid(), 1, id, 1, now() - interval '1 day', now() + interval '%1' FROM users;
        UPDATE products SET available_stock = available_stock - 1, reserved_stock = 1 WHERE id = 1)"_s.arg(
        expires));
    database.exec(endDemoSales);
    prepare(database);
    QCOMPARE(count(database, u"products WHERE sale_id = 2"_s), moved);
    QCOMPARE(count(database, u"audit_stock()"_s), 0);
}

void TestDemoSale::takesOnlyItsOwnProducts()
{
    TestDatabase database;
    prepare(database);
    makeProduct(database, u"Somebody's own"_s);
    makeProduct(database, u"Somebody's own, put into our sale"_s);
    database.exec(u"UPDATE products SET sale_id = 1 WHERE name LIKE '%our sale'"_s);
    database.exec(endDemoSales);
    prepare(database);
    QCOMPARE(count(database, u"products WHERE sale_id = 2"_s), 8);
    QCOMPARE(count(database, u"products WHERE sale_id IS DISTINCT FROM 2 AND name LIKE 'Somebody%'"_s), 2);
}

void TestDemoSale::leavesASaleOfTheSameNameAlone()
{
    TestDatabase database;
    makeProduct(database, u"Real Thing"_s);
    database.exec(u"INSERT INTO sales (name, starts_at, ends_at) VALUES ('%1', now(), now() + '1 h')"_s.arg(
        demoSaleName));
    database.exec(u"UPDATE products SET sale_id = 1"_s);
    database.exec(endDemoSales);
    const auto before = catalogue(database);
    prepare(database);
    QCOMPARE(catalogue(database), before);
}

void TestDemoSale::anErrorLeavesNothingBehind()
{
    TestDatabase database;
    database.exec(u"ALTER TABLE products ADD CONSTRAINT no_lamps CHECK (name NOT LIKE '%Lamp')"_s);
    QVERIFY(!prepareDemoSale(database.connection()));
    QVERIFY(catalogue(database).isEmpty());
    database.exec(u"ALTER TABLE products DROP CONSTRAINT no_lamps"_s);
    prepare(database);
    QCOMPARE(count(database, u"products"_s), 8);
}

void TestDemoSale::twoAtOnceMakeOneSale()
{
    TestDatabase database;
    std::atomic<int> prepared = 0;
    const auto one = [&database, &prepared] {
        Connection connection(database.settings(), database.book(), {.lock = 30s, .statement = 30s});
        prepared += connection.open() && prepareDemoSale(connection) ? 1 : 0;
    };
    std::vector<std::thread> consoles;
    for (int console = 0; console < 4; ++console)
        consoles.emplace_back(one);
    for (auto &console : consoles)
        console.join();
    QCOMPARE(prepared.load(), 4);
    QCOMPARE(count(database, u"products"_s), 8);
    QCOMPARE(count(database, u"sales"_s), 1);
}

QTEST_GUILESS_MAIN(TestDemoSale)
#include "test_demo_sale.moc"
