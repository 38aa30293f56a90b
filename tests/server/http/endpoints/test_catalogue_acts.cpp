// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What admins do stands in the audit log, in the transaction of the act: no act without its line, no line
/// without its act.
class TestCatalogueActs final : public QObject
{
    Q_OBJECT

private slots:
    void hasALineEach_data();
    void hasALineEach();
    void refusedHasNone_data();
    void refusedHasNone();
    void repeatedHasNoOther();
    void customersHaveNone();
    void withoutItsLineNothingIsDone_data();
    void withoutItsLineNothingIsDone();
};

namespace {

const QByteArray path = "/products/1";

/// A request about product 1, of which alice holds two units, or about sale 1, a draft.
struct Request
{
    QByteArray method;
    QByteArray target;
    QByteArray body;
};

QByteArray holdOf(SampleShop &shop)
{
    return "/reservations/"
        + shop.database().scalar<QString>(u"SELECT id::text FROM reservations"_s).toLatin1();
}

ApiReply send(SampleShop &shop, const Request &request, ApiHeaders headers = {})
{
    const auto hold = holdOf(shop);
    auto target = request.target;
    target.replace("HOLD", hold);
    auto body = request.body;
    body.replace("HELD", hold.mid(hold.lastIndexOf('/') + 1));
    headers.emplace_back("X-Request-Id", "asked");
    return shop.client().exchange(request.method, target, body, headers);
}

QStringList lines(SampleShop &shop)
{
    shop.service().credentials().audit.flush();
    return shop.database().column(
        uR"(SELECT concat_ws(' ', actor_role, action, split_part(subject, ':', 1), detail::text)
            FROM audit_log WHERE request_id = 'asked' ORDER BY id)"_s);
}

void prepare(SampleShop &shop)
{
    shop.makeProduct();
    shop.reserve(1, "alice", 2);
    if (shop.client().post("/sales", {{u"name"_s, u"Sale"_s}}).status != 201)
        qFatal("no sale was made");
}

/// Everything an act could have changed.
QString stateOf(SampleShop &shop)
{
    return shop.database().scalar<QString>(
        uR"(SELECT (SELECT string_agg(p::text, ';' ORDER BY p.id) FROM products p)
                || (SELECT string_agg(r::text, ';' ORDER BY r.id) FROM reservations r)
                || (SELECT string_agg(s::text, ';' ORDER BY s.id) FROM sales s)
                || (SELECT count(*) FROM stock_movements))"_s);
}

void addActs()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("line");
    const auto act = [](const char *name, const char *method, const QByteArray &target, const char *body,
                        const QString &line) {
        QTest::newRow(name) << QByteArray(method) << target << QByteArray(body) << line;
    };
    act("create", "POST", "/products", R"({"name":"Boot","total_stock":3})",
        uR"(product.create product {"name": "Boot", "total_stock": 3})"_s);
    act("replace", "PUT", path, R"({"name":"Sneaker","total_stock":10,"price":12.5,"hold_seconds":60})",
        uR"(product.edit product {"changed": {"hold_seconds": [600, 60]}})"_s);
    act("modify", "PATCH", path, R"({"total_stock":7,"price":null,"reason":"lost"})",
        uR"(product.edit product {"reason": "lost", "changed": {"price_minor": [1250, null], "total_stock": [10, 7]}})"_s);
    act("restock", "POST", path + "/restock", R"({"quantity":4,"reason":"found"})",
        uR"(product.restock product {"reason": "found", "quantity": 4})"_s);
    act("release", "DELETE", "HOLD", R"({"reason":"bot"})",
        uR"(reservation.release reservation {"reason": "bot", "quantity": 2, "product_id": 1})"_s);
    act("cancel", "DELETE", "HOLD", "",
        uR"(reservation.cancel reservation {"quantity": 2, "product_id": 1})"_s);
    act("check out", "POST", "/checkout", R"({"reservation_id":"HELD"})",
        uR"(reservation.check_out reservation {"quantity": 2, "product_id": 1})"_s);
    act("extend", "POST", "HOLD/extend", R"({"seconds":4000})",
        uR"(reservation.extend reservation {"seconds": 4000, "product_id": 1})"_s);
    act("make a sale", "POST", "/sales", R"({"name":"Autumn"})",
        uR"(sale.create sale {"name": "Autumn", "ends_at": null, "starts_at": null, "product_ids": []})"_s);
    act("edit a sale", "PATCH", "/sales/1", R"({"name":"Winter"})",
        uR"(sale.edit sale {"name": "Winter"})"_s);
    act("start a sale", "POST", "/sales/1/start", "", u"sale.start sale {}"_s);
    act("cancel a sale", "POST", "/sales/1/cancel", "", u"sale.cancel sale {}"_s);
    act("make a drop", "POST", "/drops", R"({"name":"Drop","total_stock":1})",
        uR"(drop.create product {"name": "Drop", "ends_at": null, "starts_at": null, "product_ids": [2]})"_s);
}

Request requestedNow()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);
    return {method, target, body};
}

} // namespace

void TestCatalogueActs::hasALineEach_data()
{
    addActs();
}

void TestCatalogueActs::hasALineEach()
{
    QFETCH(const QString, line);
    SampleShop shop;
    prepare(shop);
    const auto reply = send(shop, requestedNow());
    QVERIFY2(reply.status < 300, reply.raw.body.constData());
    QCOMPARE(lines(shop), QStringList(u"admin "_s + line));
}

void TestCatalogueActs::refusedHasNone_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const auto refuse = [](const char *method, const QByteArray &target, const char *body,
                           const QString &code) {
        QTest::newRow(code.toLatin1().constData())
            << QByteArray(method) << target << QByteArray(body) << code;
    };
    refuse("PATCH", path, R"({"price":1,"version":9})", u"VERSION_CONFLICT"_s);
    refuse("DELETE", path, "", u"STOCK_IN_USE"_s);
    refuse("DELETE", "/products/99", "", u"PRODUCT_NOT_FOUND"_s);
    refuse("POST", "/sales/1/pause", R"({"freeze_holds":true})", u"CONFLICT"_s);
    refuse("POST", "/sales/99/start", "", u"SALE_NOT_FOUND"_s);
    refuse("POST", path + "/restock", R"({"quantity":1,"reason":""})", u"VALIDATION_ERROR"_s);
    refuse("POST", "HOLD/extend", R"({"seconds":0})", u"VALIDATION_ERROR"_s);
    refuse("DELETE", "/reservations/00000000-0000-7000-8000-000000000001", R"({"reason":"bot"})",
           u"RESERVATION_NOT_FOUND"_s);
}

void TestCatalogueActs::refusedHasNone()
{
    QFETCH(const QString, code);
    SampleShop shop;
    prepare(shop);
    const auto before = stateOf(shop);
    QCOMPARE(send(shop, requestedNow()).code(), code);
    QCOMPARE(lines(shop), QStringList());
    QCOMPARE(stateOf(shop), before);
    // Refused under a key, which keeps the refusal, it is the same.
    QCOMPARE(send(shop, requestedNow(), {{"Idempotency-Key", "k"}}).code(), code);
    QCOMPARE(lines(shop), QStringList());
    QCOMPARE(stateOf(shop), before);
}

void TestCatalogueActs::repeatedHasNoOther()
{
    SampleShop shop;
    prepare(shop);
    for (const Request &request : {Request{"POST", path + "/restock", R"({"quantity":4,"reason":"found"})"},
                                   Request{"PATCH", path, R"({"price":3})"}}) {
        for (int time = 0; time < 3; ++time)
            QCOMPARE(send(shop, request, {{"Idempotency-Key", "k"}}).status, 200);
    }
    QCOMPARE(lines(shop).size(), 2);
}

void TestCatalogueActs::customersHaveNone()
{
    SampleShop shop;
    prepare(shop);
    QCOMPARE(send(shop, {"POST", "HOLD/extend", R"({"seconds":60})"}, actingFor("alice")).status, 200);
    QCOMPARE(send(shop, {"DELETE", "HOLD", {}}, actingFor("alice")).status, 200);
    QCOMPARE(lines(shop), QStringList());
}

void TestCatalogueActs::withoutItsLineNothingIsDone_data()
{
    addActs();
}

void TestCatalogueActs::withoutItsLineNothingIsDone()
{
    SampleShop shop;
    prepare(shop);
    const auto before = stateOf(shop);
    shop.database().exec(u"ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID"_s);
    const auto reply = send(shop, requestedNow());
    QVERIFY2(reply.status >= 500, reply.raw.body.constData());
    QCOMPARE(stateOf(shop), before);
    QCOMPARE(lines(shop), QStringList());
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestCatalogueActs)
#include "test_catalogue_acts.moc"
