// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/stock_server.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What the tables themselves forbid, and what the audit sees when somebody goes round them.
class TestAudit final : public QObject
{
    Q_OBJECT

private slots:
    void seesDamage_data();
    void seesDamage();
    void passesOverHoldsPastTheirTime();
    void tablesRefuse_data();
    void tablesRefuse();
    void ordersAreOfKnownUsers();
    void phasesAgree();
    void momentsAreExact();
};

namespace {

// A shop with a live hold, a bought one, a cancelled one and an expired one.
void fill(TestDatabase &database)
{
    StockServer server(database.settings());
    server.start();
    const auto product = addProduct(database, {.total = 20, .price = 250});
    const auto customers = addCustomers(database, 4);
    for (const auto &customer : customers) {
        if (!server.ask(reserve(customer, product, 2)))
            qFatal("no hold");
    }
    const HoldByProduct hold{product};
    if (!server.ask(CheckOut{hold, customers[1], {}, {}})
        || !server.ask(Cancel{hold, customers[2], false, {}}))
        qFatal("no ending");
    database.exec(
        u"UPDATE reservations SET created_at = created_at - interval '1 day', expires_at = expires_at - "
        "interval '1 day' WHERE user_id = '"_s
        + customers[3].id.text() + u'\'');
    if (!server.ask(ExpireDue{}))
        qFatal("no sweep");
}

// Runs SQL in a session of its own; the constraint it violated, or how it went.
QString attempt(TestDatabase &database, const QString &sql)
{
    Connection connection(database.settings(), database.book());
    if (!connection.open())
        return u"no connection"_s;
    const auto done = connection.run(sql);
    return done ? u"accepted"_s : done.error().constraint;
}

// Three orders and holds, and a line for each, as these expressions of their number say.
QString linesOf(const QString &order, const QString &hold, const QString &sale)
{
    return u"CREATE FUNCTION pg_temp.id(kind integer, n integer) RETURNS uuid LANGUAGE sql RETURN "
           "CAST(format('00000000-0000-7000-8000-%s', lpad((10 * kind + n)::text, 12, '0')) AS uuid);"
           "INSERT INTO orders SELECT pg_temp.id(1, n), user_id, 0, currency, created_at "
           "FROM orders, generate_series(1, 3) AS n;"
           "INSERT INTO reservations SELECT pg_temp.id(2, n), product_id, user_id, 1, 'expired', 0, "
           "created_at, "
           "expires_at, expires_at FROM reservations, generate_series(1, 3) AS n WHERE status = 'consumed';"
           "INSERT INTO order_items SELECT %1, product_id, %2, user_id, 1, NULL, 0, purchased_at, %3 "
           "FROM order_items, generate_series(1, 3) AS n"_s.arg(order, hold, sale);
}

const auto itsOrder = u"pg_temp.id(1, n)"_s;
const auto itsHold = u"pg_temp.id(2, n)"_s;
const auto noSale = u"CAST(NULL AS bigint)"_s;

// Lines of orders whose references lead nowhere, or to another moment, past the triggers.
void addUntiedLines()
{
    const auto untied = u"ALTER TABLE order_items DISABLE TRIGGER USER; UPDATE order_items SET "_s;
    QTest::newRow("order line of an unknown hold") << untied + u"reservation_id = gen_random_uuid()";
    QTest::newRow("order line of an unknown order") << untied
            + u"order_id = gen_random_uuid(); ALTER TABLE orders DISABLE TRIGGER USER; DELETE FROM orders";
    QTest::newRow("order line of an unknown sale") << untied + u"sale_id = 999";
    const auto untimed =
        u"ALTER TABLE %1 DISABLE TRIGGER USER; UPDATE %1 SET %2 = %2 - interval '1 second'"_s;
    QTest::newRow("order of another moment") << untimed.arg(u"orders"_s, u"created_at"_s);
    QTest::newRow("order line of another moment") << untimed.arg(u"order_items"_s, u"purchased_at"_s);
}

void refuseStrayLines()
{
    const auto refuse = [](const char *constraint, const QString &sql) { QTest::newRow(constraint) << sql; };
    refuse("reservations_stay", u"DELETE FROM reservations WHERE status = 'cancelled'"_s);
    refuse("orders_stay", u"DELETE FROM orders"_s);
    refuse("sales_stay", u"TRUNCATE sales CASCADE"_s);
    refuse("order_items_keep_their_references", u"UPDATE order_items SET order_id = gen_random_uuid()"_s);
    refuse("order_items_keep_their_moment", u"UPDATE order_items SET purchased_at = now()"_s);
    refuse("orders_keep_their_moment", u"UPDATE orders SET created_at = now()"_s);
    // In 0009_order_references.sql. One line among many is enough.
    refuse("order_is_known", linesOf(u"pg_temp.id(n / 3 * 9 + 1, n)"_s, itsHold, noSale));
    refuse("hold_is_known", linesOf(itsOrder, u"pg_temp.id(n / 3 * 9 + 2, n)"_s, noSale));
    refuse("sale_is_known", linesOf(itsOrder, itsHold, u"CASE n WHEN 3 THEN 999 END"_s));
    const auto onceMore = u"INSERT INTO order_items SELECT i.order_id, i.product_id, r.id, i.user_id, 1, "
                          u"NULL, 0, i.purchased_at%1 "
                          "FROM order_items i, reservations r WHERE r.status = 'cancelled'"_s;
    refuse("order_items_pkey", onceMore.arg(QString()));
    refuse("order_is_known: of another moment", onceMore.arg(u" + interval '1 second'"_s));
}

// Kept answers that are of none of their forms, or of two.
void refuseFormlessAnswers()
{
    const auto refuse = [](const char *what, const QString &columns, const QString &values) {
        QTest::addRow("answer_in_one_form: %s", what)
            << u"INSERT INTO idempotency_keys (key, request, created_at, %1) "
               "SELECT gen_random_uuid(), gen_random_uuid(), now(), %2"_s.arg(columns, values);
    };
    refuse("no form", u"status"_s, u"NULL"_s);
    refuse("no body", u"status"_s, u"200"_s);
    refuse("no status", u"body"_s, u"''"_s);
    refuse("a hold without its stock", u"reservation_id, expires_at, available"_s,
           u"gen_random_uuid(), now(), 1"_s);
    refuse("stock without a hold", u"expires_at, available, stock_version"_s, u"now(), 1, 1"_s);
    refuse("two forms", u"reservation_id, available, stock_version, status, body"_s,
           u"gen_random_uuid(), 1, 1, 200, ''"_s);
    refuse("events and a body", u"events, status, body"_s, u"ARRAY[]::stock_event[], 200, ''"_s);
    refuse("events with an end", u"events, expires_at"_s, u"ARRAY[]::stock_event[], now()"_s);
}

} // namespace

void TestAudit::seesDamage_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("none") << u"SELECT 1"_s;
    QTest::newRow("stock moved from held to available")
        << u"UPDATE products SET available_stock = available_stock + 1, reserved_stock = reserved_stock - 1"_s;
    QTest::newRow("stock moved from held to sold")
        << u"UPDATE products SET sold_stock = sold_stock + 1, reserved_stock = reserved_stock - 1"_s;
    QTest::newRow("stock out of nowhere")
        << u"UPDATE products SET total_stock = total_stock + 5, available_stock = available_stock + 5"_s;
    QTest::newRow("the adding up broken") << u"ALTER TABLE products DROP CONSTRAINT stock_adds_up; UPDATE "
                                             u"products SET total_stock = total_stock + 1; "
                                             "UPDATE stock_movements SET quantity = quantity + 1"_s;
    QTest::newRow("live hold deleted")
        << u"ALTER TABLE reservations DISABLE TRIGGER USER; DELETE FROM reservations WHERE status = 'active'"_s;
    QTest::newRow("live hold larger") << u"UPDATE reservations SET quantity = 3 WHERE status = 'active'"_s;
    QTest::newRow("live hold ended by hand")
        << u"UPDATE reservations SET status = 'cancelled', ended_at = now() WHERE status = 'active'"_s;
    QTest::newRow("ended hold alive again")
        << u"UPDATE reservations SET status = 'active', ended_at = NULL WHERE status = 'cancelled'"_s;
    QTest::newRow("bought hold made cancelled")
        << u"UPDATE reservations SET status = 'cancelled' WHERE status = 'consumed'"_s;
    QTest::newRow("bought hold of another quantity")
        << u"UPDATE reservations SET quantity = 1 WHERE status = 'consumed'"_s;
    QTest::newRow("bought hold of another user")
        << u"ALTER TABLE reservations DISABLE TRIGGER USER; UPDATE reservations SET user_id = (SELECT id "
           u"FROM users WHERE id NOT IN (SELECT user_id FROM "
           u"orders) LIMIT 1) "
           "WHERE status = 'consumed'"_s;
    QTest::newRow("order line deleted") << u"DELETE FROM order_items"_s;
    QTest::newRow("order line of another quantity")
        << u"UPDATE order_items SET quantity = 4, amount_minor = 1000"_s;
    QTest::newRow("order line of another amount")
        << u"UPDATE order_items SET unit_price_minor = NULL, amount_minor = 1"_s;
    QTest::newRow("order's amount changed") << u"UPDATE orders SET amount_minor = amount_minor + 1"_s;
    QTest::newRow("order of another user")
        << u"ALTER TABLE orders DISABLE TRIGGER USER; UPDATE orders SET user_id = (SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders) LIMIT 1)"_s;
    QTest::newRow("order without lines")
        << u"INSERT INTO orders SELECT gen_random_uuid(), user_id, 0, currency, created_at FROM orders"_s;
    QTest::newRow("movement deleted") << u"DELETE FROM stock_movements"_s;
    QTest::newRow("movement of nothing deleted")
        << u"INSERT INTO products (name, total_stock, available_stock, hold_seconds, extension_seconds) "
           u"VALUES ('of nothing', 0, 0, 60, 60)"_s;
    QTest::newRow("created a second time")
        << u"INSERT INTO stock_movements (product_id, kind, quantity) SELECT id, 'created', 0 FROM products"_s;
    QTest::newRow("creation told as a delivery") << u"UPDATE stock_movements SET kind = 'restocked'"_s;
    QTest::newRow("restock that takes away")
        << u"INSERT INTO stock_movements (product_id, kind, quantity) SELECT id, kind, quantity FROM "
           u"products, "
           u"(VALUES ('restocked', -3), ('adjusted', 3)) AS m (kind, quantity)"_s;
    QTest::newRow("clock stopped without a pause")
        << u"UPDATE reservations SET frozen_left = interval '1 minute' WHERE status = 'active'"_s;
    QTest::newRow("hold without an end")
        << u"UPDATE reservations SET frozen_left = interval '1 minute', expires_at = 'infinity' WHERE status = 'active'"_s;
    QTest::newRow("clock runs in a pause that stops clocks")
        << u"INSERT INTO sales (name, starts_at, paused_at, holds_frozen_at) VALUES ('x', now(), now(), "
           u"now()); "
           u"UPDATE products SET sale_id = (SELECT id FROM sales)"_s;
    // Who says so is not asked for its references: 0008_known_references.sql.
    const auto trusted = u"SET holdfast.references_known = 'on'; "_s;
    QTest::newRow("hold of a stranger") << trusted
            + u"INSERT INTO reservations SELECT gen_random_uuid(), product_id, gen_random_uuid(), 1, "
              "'expired', 0, created_at, expires_at, expires_at FROM reservations LIMIT 1";
    QTest::newRow("hold of an unknown product") << trusted
            + u"INSERT INTO reservations SELECT gen_random_uuid(), 999, user_id, 1, 'expired', 0, "
              "created_at, expires_at, expires_at FROM reservations LIMIT 1";
    addUntiedLines();
    QTest::newRow("archived while held") << u"UPDATE products SET archived_at = now()"_s;
    QTest::newRow("movement changed") << u"UPDATE stock_movements SET quantity = quantity + 1"_s;
}

void TestAudit::seesDamage()
{
    QFETCH(QString, damage);
    TestDatabase database;
    fill(database);
    QCOMPARE(auditOf(database), QStringList());
    database.exec(damage);
    const bool isClean = auditOf(database).isEmpty();
    QCOMPARE(isClean, damage == u"SELECT 1");
}

// A hold whose clock a pause had stopped runs out after the sale's end; before the sweep has come by its
// product is put into another sale.
void TestAudit::passesOverHoldsPastTheirTime()
{
    TestDatabase database;
    const auto product = addProduct(database, {.total = 5});
    const auto customer = addCustomers(database, 1).front();
    const auto sale = database.scalar<qint64>(
        u"INSERT INTO sales (name, starts_at, ends_at, paused_at, holds_frozen_at) SELECT 'over', t - "
        "interval '2 hours', t - interval '1 hour', t - interval '90 minutes', t - interval '90 minutes' "
        "FROM (SELECT clock_timestamp() AS t) AS now RETURNING id"_s);
    database.exec(
        u"UPDATE products SET sale_id = %1, available_stock = 3, reserved_stock = 2, stock_version = 2; "
        "INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at, frozen_left) "
        "SELECT gen_random_uuid(), %2, '%3', 2, starts_at, ends_at + interval '1 minute', interval '1 "
        "minute' FROM sales"_s.arg(QString::number(sale), product.text(), customer.id.text()));
    QCOMPARE(auditOf(database), QStringList());
    const auto moved = database.scalar<QString>(
        u"SELECT what FROM sale_create('next', NULL, NULL, ARRAY[%1::bigint], false, NULL) WHERE what IN "
        "('sale', 'refused')"_s.arg(product.text()));
    QCOMPARE(moved, u"sale"_s);
    QCOMPARE(auditOf(database), QStringList());
}

void TestAudit::tablesRefuse_data()
{
    QTest::addColumn<QString>("sql");
    const auto refuse = [](const char *constraint, const QString &sql) { QTest::newRow(constraint) << sql; };
    refuse("username_unique", u"INSERT INTO users SELECT gen_random_uuid(), username FROM users LIMIT 1"_s);
    refuse("username_length", u"INSERT INTO users VALUES (gen_random_uuid(), '')"_s);
    refuse("username_not_anothers_id",
           u"INSERT INTO users SELECT gen_random_uuid(), gen_random_uuid()::text"_s);
    refuse("sale_name_length", u"INSERT INTO sales (name) VALUES ('')"_s);
    refuse("sale_window_in_order",
           u"INSERT INTO sales (name, starts_at, ends_at) VALUES ('x', now(), now())"_s);
    refuse("stock_adds_up", u"UPDATE products SET available_stock = available_stock - 1"_s);
    refuse(
        "stock_not_negative",
        u"UPDATE products SET available_stock = -1, reserved_stock = reserved_stock + available_stock + 1"_s);
    refuse(
        "stock_within_limit",
        u"UPDATE products SET total_stock = 100000001, available_stock = 100000001 - sold_stock - reserved_stock"_s);
    refuse("product_name_length", u"UPDATE products SET name = ''"_s);
    refuse("price_in_range", u"UPDATE products SET price_minor = -1"_s);
    refuse("currency_is_iso_4217", u"UPDATE products SET currency = 'eur'"_s);
    refuse("per_user_limit_positive", u"UPDATE products SET per_user_limit = 0"_s);
    refuse("hold_seconds_in_range", u"UPDATE products SET hold_seconds = 0"_s);
    refuse("extension_seconds_in_range", u"UPDATE products SET extension_seconds = -1"_s);
    refuse("quantity_positive", u"UPDATE reservations SET quantity = 0"_s);
    refuse("reservation_state", u"UPDATE reservations SET status = 'lost' WHERE status <> 'active'"_s);
    refuse("ended_exactly_when_final", u"UPDATE reservations SET ended_at = now() WHERE status = 'active'"_s);
    refuse("release_has_a_reason",
           u"UPDATE reservations SET status = 'released', end_reason = NULL WHERE status = 'cancelled'"_s);
    refuse("hold_ends_after_it_begins", u"UPDATE reservations SET expires_at = created_at"_s);
    refuse("frozen_left_positive", u"UPDATE reservations SET frozen_left = interval '0'"_s);
    refuse("only_frozen_holds_have_no_end", u"UPDATE reservations SET expires_at = 'infinity'"_s);
    refuse("frozen_only_while_paused", u"INSERT INTO sales (name, holds_frozen_at) VALUES ('x', now())"_s);
    refuse("one_active_hold_per_user_and_product",
           u"INSERT INTO reservations SELECT gen_random_uuid(), product_id, user_id, 1, 'active', 0, "
           u"created_at, expires_at "
           "FROM reservations WHERE status = 'active'"_s);
    // In 0007_references.sql, in the place of foreign keys. One stranger among many is enough.
    refuse(
        "user_is_known",
        u"INSERT INTO reservations SELECT gen_random_uuid(), product_id, u.id, 1, 'expired', 0, created_at, "
        "expires_at, expires_at FROM reservations, (SELECT id FROM users UNION ALL SELECT "
        "gen_random_uuid()) AS u"_s);
    refuse("product_is_known",
           u"INSERT INTO reservations SELECT gen_random_uuid(), p.id, user_id, 1, 'expired', 0, created_at, "
           "expires_at, expires_at FROM reservations, (SELECT id FROM products UNION ALL SELECT 999) AS p"_s);
    refuse("users_stay", u"DELETE FROM users WHERE username = (SELECT min(username) FROM users)"_s);
    refuse("users_are_not_emptied", u"TRUNCATE users CASCADE"_s);
    refuse("products_stay", u"DELETE FROM products"_s);
    refuse("products_are_not_emptied", u"TRUNCATE products CASCADE"_s);
    refuse("reservations_keep_their_owner",
           u"UPDATE reservations SET user_id = gen_random_uuid() WHERE status = 'active'"_s);
    refuseStrayLines();
    refuse("orders_keep_their_owner", u"UPDATE orders SET user_id = gen_random_uuid()"_s);
    refuse("order_amount_in_range", u"UPDATE orders SET amount_minor = -1"_s);
    refuse("one_line_per_reservation",
           u"INSERT INTO orders SELECT '00000000-0000-7000-8000-000000000001', user_id, amount_minor, "
           u"currency, created_at FROM orders; "
           "INSERT INTO order_items SELECT '00000000-0000-7000-8000-000000000001', product_id, "
           "reservation_id, user_id, quantity, "
           "unit_price_minor, amount_minor, purchased_at FROM order_items"_s);
    refuse("item_quantity_positive", u"UPDATE order_items SET quantity = 0, amount_minor = 0"_s);
    refuse("item_amount_is_price_times_quantity",
           u"UPDATE order_items SET amount_minor = amount_minor + 1"_s);
    refuseFormlessAnswers();
    refuse("movement_kind", u"UPDATE stock_movements SET kind = 'lost'"_s);
    refuse(
        "movement_moves",
        u"INSERT INTO stock_movements (product_id, kind, quantity) SELECT id, 'adjusted', 0 FROM products"_s);
}

void TestAudit::tablesRefuse()
{
    QFETCH(QString, sql);
    TestDatabase database;
    fill(database);
    QCOMPARE(attempt(database, u"SELECT 1"_s), u"accepted"_s);
    const auto constraint = QString::fromLatin1(QTest::currentDataTag()).section(u':', 0, 0);
    QCOMPARE(attempt(database, sql), constraint);
    QCOMPARE(auditOf(database), QStringList());
}

// The same constraint's name as above, so not a row of the table above.
void TestAudit::ordersAreOfKnownUsers()
{
    TestDatabase database;
    fill(database);
    QCOMPARE(attempt(database, linesOf(itsOrder, itsHold, noSale)), u"accepted"_s);
    const auto sql =
        u"INSERT INTO orders SELECT gen_random_uuid(), %1, 0, currency, created_at FROM orders"_s;
    QCOMPARE(attempt(database, sql.arg(u"gen_random_uuid()"_s)), u"user_is_known"_s);
    QCOMPARE(attempt(database, sql.arg(u"user_id"_s)), u"accepted"_s);
}

// Sale::phaseAt and sale_phase() say the same, at every moment around every edge.
void TestAudit::phasesAgree()
{
    TestDatabase database;
    const Instant noon = instantFromMicroseconds(1'800'000'000'000'000);
    const std::vector<std::optional<Instant>> moments{{}, noon, noon + std::chrono::hours(1)};
    const auto sql = [](const std::optional<Instant> &moment) {
        return moment ? u"to_timestamp(%1 / 1000000.0)"_s.arg(toMicroseconds(*moment))
                      : u"NULL::timestamptz"_s;
    };
    int compared = 0;
    for (const auto &starts : moments) {
        for (const auto &ends : moments) {
            if (ends && (!starts || *ends <= *starts))
                continue; // the table refuses it
            for (const auto &paused : moments) {
                for (const auto &cancelled : moments) {
                    const Sale sale{.id = SaleId::from(1).value(),
                                    .name = u"sale"_s,
                                    .startsAt = starts,
                                    .endsAt = ends,
                                    .pausedAt = paused,
                                    .cancelledAt = cancelled};
                    for (const auto at : {noon, noon + std::chrono::hours(1)}) {
                        for (const int offset : {-1, 0, 1}) {
                            const Instant moment = at + std::chrono::microseconds(offset);
                            const auto phase = database.scalar<QString>(
                                u"SELECT sale_phase(ROW(1, 'sale', %1, %2, %3, %4, 1, now(), now(), false, NULL)::sales, %5)"_s
                                    .arg(sql(starts), sql(ends), sql(paused), sql(cancelled), sql(moment)));
                            QCOMPARE(phase, QString(salePhaseName(sale.phaseAt(moment))));
                            ++compared;
                        }
                    }
                }
            }
        }
    }
    QVERIFY(compared > 200);
}

// microseconds() reckons with doubles where they tell a microsecond: at all times, and around the edges of
// that.
void TestAudit::momentsAreExact()
{
    TestDatabase database;
    QCOMPARE(database.scalar<qint64>(
                 u"WITH moments AS ("
                 "SELECT CAST(random() * 6.6e15 - 2.4e15 AS bigint) AS us FROM generate_series(1, 50000) "
                 "UNION ALL SELECT edge + n FROM generate_series(-2000, 2000) AS n, "
                 "(VALUES (-2208988800000000), (0), (4102444800000000)) AS edges (edge)) "
                 "SELECT count(*) FROM moments "
                 "WHERE microseconds(timestamptz 'epoch' + us * interval '1 microsecond') <> us"_s),
             0);
    QCOMPARE(database.scalar<qint64>(u"SELECT microseconds('infinity')"_s),
             std::numeric_limits<qint64>::max());
}

QTEST_GUILESS_MAIN(TestAudit)
#include "test_audit.moc"
