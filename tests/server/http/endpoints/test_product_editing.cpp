// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// PUT, PATCH and DELETE of a product.
class TestProductEditing final : public QObject
{
    Q_OBJECT

private slots:
    void replaces();
    void replacingLeavesTheSale();
    void modifiesWhatIsNamed();
    void nullClears();
    void anEditThatChangesNothingKeepsTheVersion();
    void refusesFaultyFields_data();
    void refusesFaultyFields();
    void minds_data();
    void minds();
    void removalMindsTheVersion();
    void stockIsNotCutBelowWhatIsInUse();
    void adjustmentsAreExplained();
    void movesBetweenSalesWhileNobodyHolds();
    void takesOnlySalesThatTakeProducts_data();
    void takesOnlySalesThatTakeProducts();
    void aDropStaysInItsSale();
    void removedIsGoneAtOnce();
    void removalKeepsTheHistory();
    void heldIsNotRemoved();
    void showsAtOnceHereAndSoonElsewhere();
};

namespace {

QByteArray target(qint64 product)
{
    return "/products/" + QByteArray::number(product);
}

ApiReply put(SampleShop &shop, qint64 product, const QJsonObject &body, const ApiHeaders &headers = {})
{
    return shop.client().exchange("PUT", target(product), toJson(body), headers);
}

ApiReply patch(SampleShop &shop, qint64 product, const QJsonObject &body, const ApiHeaders &headers = {})
{
    return shop.client().exchange("PATCH", target(product), toJson(body), headers);
}

QJsonValue fieldOf(SampleShop &shop, qint64 product, QLatin1StringView field)
{
    return shop.client().get(target(product)).data().value(field);
}

qint64 makeSale(SampleShop &shop, const QString &columns, const QString &values)
{
    return shop.database().scalar<qint64>(
        u"INSERT INTO sales (name, %1) VALUES ('Sale', %2) RETURNING id"_s.arg(columns, values));
}

qint64 makeLiveSale(SampleShop &shop)
{
    return makeSale(shop, u"starts_at"_s, u"clock_timestamp() - interval '1 minute'"_s);
}

QStringList namesIn(ApiClient &client)
{
    QStringList names;
    const auto items = client.get("/products").items();
    for (const auto &item : items)
        names.append(item.toObject().value("name"_L1).toString());
    return names;
}

} // namespace

void TestProductEditing::replaces()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"description"_s, u"old"_s},
                                           {u"category"_s, u"shoes"_s},
                                           {u"currency"_s, u"EUR"_s},
                                           {u"per_user_limit"_s, 2},
                                           {u"hold_seconds"_s, 90}});
    const QJsonObject whole{{u"name"_s, u"Boot"_s},      {u"description"_s, u"new"_s},
                            {u"category"_s, u"boots"_s}, {u"price"_s, 99.5},
                            {u"currency"_s, u"CHF"_s},   {u"total_stock"_s, 25},
                            {u"per_user_limit"_s, 3},    {u"hold_seconds"_s, 120}};
    const auto replaced = put(shop, product, whole);
    QCOMPARE(replaced.status, 200);
    QCOMPARE(replaced.header("ETag"), "\"2\"");
    for (auto field = whole.begin(); field != whole.end(); ++field)
        QCOMPARE(replaced.data().value(field.key()), field.value());
    QCOMPARE(replaced.data().value("available_stock"_L1).toInt(), 25);
    QCOMPARE(replaced.data().value("stock_version"_L1).toInt(), 2);

    const auto bare = put(shop, product, {{u"name"_s, u"Bare"_s}, {u"totalStock"_s, 25}});
    QCOMPARE(bare.status, 200);
    const QJsonObject defaults{
        {u"description"_s, QString()}, {u"category"_s, QString()},          {u"price"_s, QJsonValue()},
        {u"currency"_s, u"USD"_s},     {u"per_user_limit"_s, QJsonValue()}, {u"hold_seconds"_s, 600},
        {u"stock_version"_s, 2}};
    for (auto field = defaults.begin(); field != defaults.end(); ++field)
        QCOMPARE(bare.data().value(field.key()), field.value());
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProductEditing::replacingLeavesTheSale()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.putIntoSale(product, -60);
    const auto replaced = put(shop, product, {{u"name"_s, u"Boot"_s}, {u"total_stock"_s, 10}});
    QCOMPARE(replaced.status, 200);
    QCOMPARE(replaced.data().value("sale"_L1).toObject().value("status"_L1).toString(), u"live"_s);
    const auto freed =
        put(shop, product, {{u"name"_s, u"Boot"_s}, {u"total_stock"_s, 10}, {u"sale_id"_s, QJsonValue()}});
    QCOMPARE(freed.data().value("sale"_L1), QJsonValue());
}

void TestProductEditing::modifiesWhatIsNamed()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"description"_s, u"kept"_s}, {u"per_user_limit"_s, 2}});
    const auto modified = patch(shop, product, {{u"price"_s, 7.25}, {u"holdSeconds"_s, 42}});
    QCOMPARE(modified.status, 200);
    QCOMPARE(modified.header("ETag"), "\"2\"");
    const QJsonObject expected{{u"name"_s, u"Sneaker"_s}, {u"description"_s, u"kept"_s}, {u"price"_s, 7.25},
                               {u"per_user_limit"_s, 2},  {u"hold_seconds"_s, 42},       {u"version"_s, 2},
                               {u"stock_version"_s, 1},   {u"total_stock"_s, 10}};
    for (auto field = expected.begin(); field != expected.end(); ++field)
        QCOMPARE(modified.data().value(field.key()), field.value());
    // The new length is what the next hold gets, and what it can be extended by.
    const auto hold = shop.reserve(product, "a").toLatin1();
    QCOMPARE(
        shop.client().post("/reservations/" + hold + "/extend", {{u"seconds"_s, 43}}, actingFor("a")).code(),
        u"CONFLICT"_s);
    QCOMPARE(
        shop.client().post("/reservations/" + hold + "/extend", {{u"seconds"_s, 42}}, actingFor("a")).status,
        200);
}

void TestProductEditing::nullClears()
{
    SampleShop shop;
    const auto product = shop.makeProduct(
        {{u"description"_s, u"text"_s}, {u"category"_s, u"shoes"_s}, {u"per_user_limit"_s, 2}});
    shop.putIntoSale(product, -60);
    const QJsonValue null;
    const auto cleared = patch(shop, product,
                               {{u"price"_s, null},
                                {u"perUserLimit"_s, null},
                                {u"sale_id"_s, null},
                                {u"description"_s, null},
                                {u"category"_s, null}});
    QCOMPARE(cleared.status, 200);
    for (const auto field : {"price"_L1, "per_user_limit"_L1, "sale"_L1})
        QCOMPARE(cleared.data().value(field), null);
    for (const auto field : {"description"_L1, "category"_L1})
        QCOMPARE(cleared.data().value(field), QJsonValue(QString()));
}

void TestProductEditing::anEditThatChangesNothingKeepsTheVersion()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    for (const QJsonObject &body : {QJsonObject(), QJsonObject{{u"price"_s, 12.5}, {u"total_stock"_s, 10}}}) {
        const auto reply = patch(shop, product, body);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("ETag"), "\"1\"");
    }
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM stock_movements"_s), 1);
}

void TestProductEditing::refusesFaultyFields_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<QStringList>("fields");
    const auto refuse = [](const char *name, const char *method, const QJsonObject &body,
                           const QStringList &fields) {
        QTest::newRow(name) << QByteArray(method) << body << fields;
    };
    refuse("put without the needed", "PUT", {}, {u"name"_s, u"total_stock"_s});
    refuse("every fault at once", "PATCH",
           {{u"name"_s, QString()}, {u"price"_s, -1}, {u"currency"_s, u"euro"_s}, {u"per_user_limit"_s, 0}},
           {u"currency"_s, u"name"_s, u"per_user_limit"_s, u"price"_s});
    refuse("null where there must be something", "PATCH",
           {{u"name"_s, {}}, {u"currency"_s, {}}, {u"total_stock"_s, {}}, {u"hold_seconds"_s, {}}},
           {u"currency"_s, u"hold_seconds"_s, u"name"_s, u"total_stock"_s});
    refuse("stock out of range", "PATCH", {{u"total_stock"_s, 100'000'001}}, {u"total_stock"_s});
    refuse("an empty reason", "PATCH", {{u"total_stock"_s, 1}, {u"reason"_s, QString()}}, {u"reason"_s});
    refuse("what nobody knows", "PATCH", {{u"available_stock"_s, 1}}, {u"available_stock"_s});
    refuse("a version that is none", "PATCH", {{u"version"_s, 0}}, {u"version"_s});
    refuse("too much text", "PUT",
           {{u"name"_s, QString(201, u'x')}, {u"total_stock"_s, 1}, {u"category"_s, QString(101, u'x')}},
           {u"category"_s, u"name"_s});
}

void TestProductEditing::refusesFaultyFields()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QJsonObject, body);
    QFETCH(QStringList, fields);
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto reply = shop.client().exchange(method, target(product), toJson(body), {});
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.code(), u"VALIDATION_ERROR"_s);
    auto faulty = reply.faultyFields();
    faulty.sort();
    fields.sort();
    QCOMPARE(faulty, fields);
    QCOMPARE(fieldOf(shop, product, "version"_L1).toInt(), 1);
}

void TestProductEditing::minds_data()
{
    QTest::addColumn<QByteArray>("ifMatch");
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &ifMatch, int version, int status) {
        QTest::newRow(name) << ifMatch << version << status;
    };
    row("nothing asked for", {}, 0, 200);
    row("the current tag", "\"2\"", 0, 200);
    row("any", "*", 0, 200);
    row("one of several", "\"7\",  \"2\"", 0, 200);
    row("an old tag", "\"1\"", 0, 412);
    row("a future tag", "\"3\"", 0, 412);
    row("none of several", "\"1\", \"3\"", 0, 412);
    row("a weak tag", "W/\"2\"", 0, 412);
    row("somebody else's tag", "\"abc\"", 0, 412);
    row("an empty tag", "\"\"", 0, 412);
    row("without quotes", "2", 0, 400);
    row("half in quotes", "\"2", 0, 400);
    row("a comma too many", "\"2\",", 0, 400);
    row("tags without a comma", "\"1\" \"2\"", 0, 400);
    row("the current version", {}, 2, 200);
    row("an old version", {}, 1, 412);
    row("both current", "\"2\"", 2, 200);
    row("any, and the current version", "*", 2, 200);
    row("current tag, old version", "\"2\"", 1, 412);
    row("old tag, current version", "\"1\"", 2, 412);
}

void TestProductEditing::minds()
{
    QFETCH(const QByteArray, ifMatch);
    QFETCH(const int, version);
    QFETCH(const int, status);
    SampleShop shop;
    const auto product = shop.makeProduct();
    QCOMPARE(patch(shop, product, {{u"price"_s, 1}}).status, 200);
    QJsonObject body{{u"price"_s, 2}};
    if (version > 0)
        body.insert(u"version"_s, version);
    ApiHeaders headers;
    if (!ifMatch.isNull())
        headers.emplace_back("If-Match", ifMatch);
    const auto reply = patch(shop, product, body, headers);
    QCOMPARE(reply.status, status);
    QCOMPARE(fieldOf(shop, product, "price"_L1).toInt(), status == 200 ? 2 : 1);
    if (status == 412) {
        QCOMPARE(reply.code(), u"VERSION_CONFLICT"_s);
        QCOMPARE(reply.details().value("version"_L1).toInt(), 2);
    }
}

void TestProductEditing::removalMindsTheVersion()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    QCOMPARE(patch(shop, product, {{u"price"_s, 1}}).status, 200);
    QCOMPARE(shop.client().remove(target(product), ApiHeaders{{"If-Match", "\"1\""}}).status, 412);
    QCOMPARE(shop.client().remove(target(product), QJsonObject{{u"version"_s, 1}}).status, 412);
    QCOMPARE(shop.client().get(target(product)).status, 200);
    QCOMPARE(shop.client().remove(target(product), ApiHeaders{{"If-Match", "\"2\""}}).status, 204);
}

void TestProductEditing::stockIsNotCutBelowWhatIsInUse()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.buy(product, "b", 2);
    const auto hold = shop.reserve(product, "a", 3).toLatin1();
    const auto refused = patch(shop, product, {{u"total_stock"_s, 4}, {u"price"_s, 1}});
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.code(), u"STOCK_IN_USE"_s);
    QCOMPARE(refused.details(), (QJsonObject{{u"reserved_stock"_s, 3}, {u"sold_stock"_s, 2}}));
    QCOMPARE(fieldOf(shop, product, "price"_L1).toDouble(), 12.5);

    const auto cut = patch(shop, product, {{u"total_stock"_s, 5}});
    QCOMPARE(cut.status, 200);
    QCOMPARE(cut.data().value("available_stock"_L1).toInt(), 0);
    QCOMPARE(shop.stockOf(product).value("available_stock"_L1).toInt(), 0);
    QCOMPARE(shop.client().remove("/reservations/" + hold).status, 200);
    QCOMPARE(patch(shop, product, {{u"total_stock"_s, 1}}).code(), u"STOCK_IN_USE"_s);
    QCOMPARE(patch(shop, product, {{u"total_stock"_s, 2}}).status, 200);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProductEditing::adjustmentsAreExplained()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    QCOMPARE(patch(shop, product, {{u"total_stock"_s, 4}, {u"reason"_s, u"water damage"_s}}).status, 200);
    QCOMPARE(patch(shop, product, {{u"total_stock"_s, 6}}).status, 200);
    QCOMPARE(patch(shop, product, {{u"price"_s, 6}}).status, 200);
    QCOMPARE(shop.database().column(
                 u"SELECT concat_ws(' ', kind, quantity, reason) FROM stock_movements ORDER BY id"_s),
             (QStringList{u"created 10 "_s, u"adjusted -6 water damage"_s, u"adjusted 2 "_s}));
    QCOMPARE(fieldOf(shop, product, "stock_version"_L1).toInt(), 3);
    QCOMPARE(fieldOf(shop, product, "version"_L1).toInt(), 4);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProductEditing::movesBetweenSalesWhileNobodyHolds()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto sale = makeLiveSale(shop);
    const auto moved = patch(shop, product, {{u"sale_id"_s, sale}});
    QCOMPARE(moved.status, 200);
    QCOMPARE(moved.data().value("sale"_L1).toObject().value("id"_L1).toInteger(), sale);
    // At once, also when this server had not heard of the sale before.
    QCOMPARE(shop.stockOf(product).value("sale"_L1).toObject().value("id"_L1).toInteger(), sale);

    const auto hold = shop.reserve(product, "a").toLatin1();
    for (const QJsonValue &to : {QJsonValue(makeLiveSale(shop)), QJsonValue()}) {
        const auto refused = patch(shop, product, {{u"sale_id"_s, to}});
        QCOMPARE(refused.code(), u"STOCK_IN_USE"_s);
        QCOMPARE(refused.details().value("reserved_stock"_L1).toInt(), 1);
    }
    QCOMPARE(patch(shop, product, {{u"sale_id"_s, sale}, {u"price"_s, 1}}).status, 200);
    QCOMPARE(shop.client().remove("/reservations/" + hold).status, 200);
    QCOMPARE(patch(shop, product, {{u"sale_id"_s, QJsonValue()}}).status, 200);
    QCOMPARE(shop.stockOf(product).value("sale"_L1), QJsonValue());
}

void TestProductEditing::takesOnlySalesThatTakeProducts_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("values");
    QTest::addColumn<int>("status");
    QTest::newRow("scheduled") << u"starts_at"_s << u"clock_timestamp() + interval '1 hour'"_s << 200;
    QTest::newRow("draft") << u"starts_at"_s << u"NULL"_s << 200;
    QTest::newRow("ended")
        << u"starts_at, ends_at"_s
        << u"clock_timestamp() - interval '2 hours', clock_timestamp() - interval '1 hour'"_s << 422;
    QTest::newRow("cancelled") << u"cancelled_at"_s << u"clock_timestamp()"_s << 422;
    QTest::newRow("a drop") << u"is_drop"_s << u"true"_s << 422;
}

void TestProductEditing::takesOnlySalesThatTakeProducts()
{
    QFETCH(const QString, columns);
    QFETCH(const QString, values);
    QFETCH(const int, status);
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto reply = patch(shop, product, {{u"sale_id"_s, makeSale(shop, columns, values)}});
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.faultyFields(), status == 200 ? QStringList() : QStringList(u"sale_id"_s));
    QCOMPARE(patch(shop, product, {{u"sale_id"_s, 999'999}}).faultyFields(), QStringList(u"sale_id"_s));
}

void TestProductEditing::aDropStaysInItsSale()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto sale = makeSale(shop, u"is_drop"_s, u"true"_s);
    shop.database().exec(u"UPDATE products SET sale_id = %1, version = version + 1"_s.arg(sale));
    const auto refused = patch(shop, product, {{u"sale_id"_s, QJsonValue()}});
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.code(), u"CONFLICT"_s);
    QCOMPARE(refused.details().value("sale_id"_L1).toInteger(), sale);
    QCOMPARE(patch(shop, product, {{u"price"_s, 1}, {u"sale_id"_s, sale}}).status, 200);
}

void TestProductEditing::removedIsGoneAtOnce()
{
    SampleShop shop;
    const auto tap = shop.service().feed().tap();
    // Often, so that looks at the database that began before meet it on the board.
    for (int round = 0; round < 20; ++round) {
        const auto product = shop.makeProduct();
        QCOMPARE(shop.client().remove(target(product)).status, 204);
        QCOMPARE(shop.client().get(target(product)).code(), u"PRODUCT_NOT_FOUND"_s);
        QCOMPARE(shop.client().get(target(product) + "/status").status, 404);
        QCOMPARE(namesIn(shop.client()), QStringList());
        const auto changes = tap->take().changes;
        QVERIFY(std::ranges::any_of(changes.archivedProducts,
                                    [&](ProductId each) { return each.number() == product; }));
        QCOMPARE(patch(shop, product, {{u"price"_s, 1}}).code(), u"PRODUCT_NOT_FOUND"_s);
        QCOMPARE(shop.client().remove(target(product)).code(), u"PRODUCT_NOT_FOUND"_s);
        QCOMPARE(shop.client().post("/reservations", {{u"product_id"_s, product}}, actingFor("a")).code(),
                 u"PRODUCT_NOT_FOUND"_s);
    }
}

void TestProductEditing::removalKeepsTheHistory()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    shop.buy(product, "a", 2);
    QCOMPARE(shop.client().remove(target(product)).status, 204);
    const auto bought = shop.client().get("/leaderboard").items();
    QCOMPARE(bought.size(), 1);
    QCOMPARE(bought.first().toObject().value("product_id"_L1).toInteger(), product);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT count(*) FROM stock_movements"_s), 1);
    QCOMPARE(shop.database().scalar<qint64>(u"SELECT version FROM products WHERE archived_at IS NOT NULL"_s),
             2);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestProductEditing::heldIsNotRemoved()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto hold = shop.reserve(product, "a", 3).toLatin1();
    const auto refused = shop.client().remove(target(product));
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.code(), u"STOCK_IN_USE"_s);
    QCOMPARE(refused.details(), (QJsonObject{{u"reserved_stock"_s, 3}, {u"sold_stock"_s, 0}}));
    QCOMPARE(shop.client().remove("/reservations/" + hold).status, 200);
    QCOMPARE(shop.client().remove(target(product)).status, 204);
}

void TestProductEditing::showsAtOnceHereAndSoonElsewhere()
{
    SampleShop shop;
    TestServiceOptions options;
    options.beside = &shop.service();
    TestService other(options);
    ApiClient elsewhere(other.port());
    const auto product = shop.makeProduct();
    QTRY_COMPARE(namesIn(elsewhere), QStringList(u"Sneaker"_s));
    for (int round = 0; round < 10; ++round) {
        const QString name = u"Round %1"_s.arg(round);
        // By either server: what one changed the other shows.
        auto &maker = round % 2 == 0 ? shop.client() : elsewhere;
        auto &reader = round % 2 == 0 ? elsewhere : shop.client();
        QCOMPARE(maker.exchange("PATCH", target(product), toJson({{u"name"_s, name}}), {}).status, 200);
        const auto listed = maker.get("/products?q=" + QByteArray("round"));
        QCOMPARE(listed.items().first().toObject().value("name"_L1).toString(), name);
        QCOMPARE(listed.header("X-Cache"), "HIT");
        QTRY_COMPARE(namesIn(reader), QStringList(name));
    }
    QCOMPARE(shop.client().remove(target(product)).status, 204);
    QCOMPARE(namesIn(shop.client()), QStringList());
    QTRY_COMPARE(namesIn(elsewhere), QStringList());
}

QTEST_GUILESS_MAIN(TestProductEditing)
#include "test_product_editing.moc"
