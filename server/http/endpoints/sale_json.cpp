// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/sale_json.h"

#include "http/endpoints/resource_json.h"

namespace holdfast::http {

namespace {

void writeWindow(JsonWriter &json, const Sale &sale, Instant now)
{
    json.key("status").text(salePhaseName(sale.phaseAt(now)));
    writeMoment(json.key("starts_at"), sale.startsAt);
    writeMoment(json.key("ends_at"), sale.endsAt);
}

void writeSaleFields(JsonWriter &json, const Sale &sale, Instant now)
{
    json.key("id").number(sale.id.number()).key("name").text(sale.name);
    writeWindow(json, sale, now);
    writeMoment(json.key("paused_at"), sale.pausedAt);
    writeMoment(json.key("cancelled_at"), sale.cancelledAt);
    json.key("holds_frozen").boolean(sale.holdsAreFrozenAt(now)).key("is_drop").boolean(sale.isDrop);
    json.key("version").number(sale.version);
}

} // namespace

void writeSale(JsonWriter &json, const SaleEntry &entry, Instant now)
{
    json.beginObject();
    writeSaleFields(json, entry.sale, now);
    json.key("product_ids").beginArray();
    for (const auto &product : entry.products)
        json.number(product.id.number());
    json.endArray().endObject();
}

void beginSaleWithProducts(JsonWriter &json, const SaleEntry &entry, Instant now)
{
    json.beginObject();
    writeSaleFields(json, entry.sale, now);
    json.key("products").beginArray();
    for (const auto &product : entry.products)
        writeProduct(json, product, entry.sale, now);
    json.endArray();
}

void writeDrop(JsonWriter &json, const Product &product, const Sale &sale,
               const std::vector<Purchase> &latest, bool isMasked, Instant now)
{
    json.beginObject();
    writeProductFields(json, product, sale, now);
    writeWindow(json, sale, now);
    json.key("activity_feed").beginObject().key("latest_purchasers").beginArray();
    for (const auto &purchase : latest) {
        json.beginObject();
        json.key("username").text(isMasked ? maskedName(purchase.username) : purchase.username);
        json.key("quantity").number(purchase.quantity);
        json.key("purchased_at").moment(purchase.purchasedAt).endObject();
    }
    json.endArray().endObject().endObject();
}

} // namespace holdfast::http
