// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/idempotent_writes.h"

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray alice = "alice";

Write createProductWrite(SampleShop &)
{
    return {"POST", "/products", R"({"name":"Boot","total_stock":5,"price":9.5})", {}};
}

QByteArray heldBy(SampleShop &shop, const QByteArray &customer)
{
    return shop.reserve(shop.makeProduct(), customer).toLatin1();
}

NamedWrites catalogueWrites()
{
    return {{"POST /products", createProductWrite},
            {"POST /products/{id}/restock",
             [](SampleShop &shop) -> Write {
                 return {"POST",
                         "/products/" + productText(shop.makeProduct()) + "/restock",
                         R"({"quantity":3,"reason":"delivery"})",
                         {}};
             }},
            {"PUT /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PUT",
                         "/products/" + productText(shop.makeProduct()),
                         R"({"name":"Shoe","total_stock":12,"version":1})",
                         {}};
             }},
            {"PATCH /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PATCH", "/products/" + productText(shop.makeProduct()), R"({"price":1})", {}};
             }},
            {"DELETE /products/{id}",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/products/" + productText(shop.makeProduct()), {}, {}};
             }},
            {"POST /internal/expire-now",
             [](SampleShop &) -> Write {
                 return {"POST", "/internal/expire-now", {}, {}};
             }},
            {"POST /internal/users", createUserWrite}};
}

/// A sale with a product, of which alice holds a unit.
QByteArray liveSale(SampleShop &shop)
{
    const auto product = shop.makeProduct();
    const auto made =
        shop.client().post("/sales", {{u"name"_s, u"Sale"_s}, {u"product_ids"_s, QJsonArray{product}}});
    const QByteArray sale = "/sales/" + productText(made.data().value("id"_L1).toInteger());
    if (shop.client().post(sale + "/start").status != 200)
        qFatal("the sale did not start");
    shop.reserve(product, alice);
    return sale;
}

Prepare actOnSale(const QByteArray &act, const QByteArray &body)
{
    return [act, body](SampleShop &shop) -> Write { return {"POST", liveSale(shop) + act, body, {}}; };
}

Write resumeWrite(SampleShop &shop)
{
    const auto sale = liveSale(shop);
    if (shop.client().post(sale + "/pause", {{u"freeze_holds"_s, true}}).status != 200)
        qFatal("the sale did not pause");
    return {"POST", sale + "/resume", {}, {}};
}

Write extendSaleWrite(SampleShop &shop)
{
    const auto sale = liveSale(shop);
    const auto patched = shop.client().exchange("PATCH", sale, R"({"ends_at":"2100-01-01T00:00:00Z"})", {});
    if (patched.status != 200)
        qFatal("the sale got no end");
    return {"POST", sale + "/extend", R"({"seconds":60})", {}};
}

Write startWrite(SampleShop &shop)
{
    const auto made = shop.client().post("/sales", {{u"name"_s, u"Sale"_s}});
    return {"POST", "/sales/" + productText(made.data().value("id"_L1).toInteger()) + "/start", {}, {}};
}

NamedWrites saleWrites()
{
    return {{"POST /sales",
             [](SampleShop &shop) -> Write {
                 return {"POST",
                         "/sales",
                         R"({"name":"Sale","product_ids":[)" + productText(shop.makeProduct()) + "]}",
                         {}};
             }},
            {"PATCH /sales/{id}",
             [](SampleShop &shop) -> Write {
                 return {"PATCH", liveSale(shop), R"({"name":"Other"})", {}};
             }},
            {"POST /sales/{id}/start", startWrite},
            {"POST /sales/{id}/pause", actOnSale("/pause", R"({"freeze_holds":true})")},
            {"POST /sales/{id}/resume", resumeWrite},
            {"POST /sales/{id}/extend", extendSaleWrite},
            {"POST /sales/{id}/end", actOnSale("/end", {})},
            {"POST /sales/{id}/cancel", actOnSale("/cancel", {})},
            {"POST /drops", [](SampleShop &) -> Write {
                 return {"POST", "/drops", R"({"name":"Drop","total_stock":5,"price":9.5})", {}};
             }}};
}

Write bulkWrite(SampleShop &shop)
{
    const QByteArray two = "{\"product_id\":" + productText(shop.makeProduct()) + ",\"quantity\":2}";
    const QByteArray one = "{\"product_id\":" + productText(shop.makeProduct()) + ",\"quantity\":1}";
    return {"POST", "/reserve/bulk", "{\"items\":[" + two + "," + one + "]}"};
}

NamedWrites reservingWrites()
{
    return {{"POST /reservations", reserveWrite},
            {"POST /reserve",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reserve", "{\"productId\":" + productText(shop.makeProduct()) + "}"};
             }},
            {"POST /reserve/bulk", bulkWrite},
            {"POST /reservations/{productId}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/" + productText(shop.makeProduct()), "{\"quantity\":2}"};
             }},
            {"POST /drops/{id}/reserve", [](SampleShop &shop) -> Write {
                 return {"POST", "/drops/" + productText(shop.makeProduct()) + "/reserve", "{}"};
             }}};
}

NamedWrites changingWrites()
{
    return {{"POST /reservations/{id}/extend",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/" + heldBy(shop, alice) + "/extend", "{\"seconds\":60}"};
             }},
            {"DELETE /reservations/{id}",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/reservations/" + heldBy(shop, alice), {}};
             }},
            {"DELETE /reservations/{id}/cancel",
             [](SampleShop &shop) -> Write {
                 return {"DELETE", "/reservations/" + heldBy(shop, alice) + "/cancel", {}};
             }},
            {"DELETE /reserve/{userId}/{productId}", [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.reserve(product, alice);
                 return {"DELETE", "/reserve/alice/" + productText(product), {}};
             }}};
}

NamedWrites buyingWrites()
{
    return {{"POST /checkout",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/checkout", "{\"reservation_id\":\"" + heldBy(shop, alice) + "\"}"};
             }},
            {"POST /checkout/{id}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/checkout/" + heldBy(shop, alice), "{}"};
             }},
            {"POST /reservations/confirm/{id}",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/reservations/confirm/" + heldBy(shop, alice), "{}"};
             }},
            {"POST /drops/{id}/purchase",
             [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.reserve(product, alice);
                 return {"POST", "/drops/" + productText(product) + "/purchase", "{}"};
             }},
            {"POST /flashsales/purchase", [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.putIntoSale(product, -60);
                 return {"POST", "/flashsales/purchase", "{\"product_id\":" + productText(product) + "}"};
             }}};
}

NamedWrites cartWrites()
{
    return {{"POST /cart/items",
             [](SampleShop &shop) -> Write {
                 return {"POST", "/cart/items", "{\"product_id\":" + productText(shop.makeProduct()) + "}"};
             }},
            {"DELETE /cart/items/{id}",
             [](SampleShop &shop) -> Write {
                 const auto product = shop.makeProduct();
                 shop.putIntoCart(product, alice);
                 return {"DELETE", "/cart/items/" + productText(product), {}};
             }},
            {"POST /orders", [](SampleShop &shop) -> Write {
                 shop.putIntoCart(shop.makeProduct(), alice);
                 shop.putIntoCart(shop.makeProduct(), alice, 2);
                 return {"POST", "/orders", {}};
             }}};
}

} // namespace

QByteArray productText(qint64 product)
{
    return QByteArray::number(product);
}

Write reserveWrite(SampleShop &shop)
{
    return {"POST", "/reservations", "{\"product_id\":" + productText(shop.makeProduct()) + "}"};
}

Write createUserWrite(SampleShop &)
{
    return {"POST", "/internal/users", "{\"username\":\"bob\"}", {}};
}

const NamedWrites &writes()
{
    static const NamedWrites all = [] {
        NamedWrites gathered;
        for (const auto &some : {catalogueWrites(), saleWrites(), reservingWrites(), changingWrites(),
                                 buyingWrites(), cartWrites()})
            gathered.insert(gathered.end(), some.begin(), some.end());
        return gathered;
    }();
    return all;
}

ApiReply send(ApiClient &client, const Write &write, const QByteArray &key)
{
    ApiHeaders headers;
    if (!write.customer.isEmpty())
        headers.emplace_back("X-User-Id", write.customer);
    if (!key.isNull())
        headers.emplace_back("Idempotency-Key", key);
    return client.exchange(write.method, write.target, write.body, headers);
}

QByteArray said(const ApiReply &reply)
{
    const auto meta = reply.raw.body.indexOf(",\"meta\":");
    return QByteArray::number(reply.status) + ' ' + (meta < 0 ? reply.raw.body : reply.raw.body.first(meta));
}

bool isReplay(const ApiReply &reply)
{
    return reply.header("Idempotent-Replayed") == "true";
}

qint64 effects(SampleShop &shop)
{
    return shop.database().scalar<qint64>(uR"(
        SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM products) + (SELECT count(*) FROM orders)
             + (SELECT count(*) FROM reservations) + (SELECT CAST(coalesce(sum(version), 0) AS bigint) FROM carts) + (SELECT count(*) FROM stock_movements)
             + (SELECT count(*) FROM audit_log)
             + (SELECT CAST(coalesce(sum(version), 0) AS bigint) FROM sales)
             + (SELECT CAST(coalesce(sum(stock_version + version), 0) AS bigint) FROM products))"_s);
}

} // namespace holdfast::test
