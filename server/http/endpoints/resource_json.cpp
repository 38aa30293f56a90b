// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/resource_json.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

void writeMoment(JsonWriter &json, const std::optional<Instant> &instant)
{
    if (instant)
        json.moment(*instant);
    else
        json.null();
}

void writeAmount(JsonWriter &json, const std::optional<Money> &amount)
{
    if (amount)
        json.amount(*amount);
    else
        json.null();
}

namespace {

void writeSale(JsonWriter &json, const std::optional<Sale> &sale, Instant now)
{
    if (!sale) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("id").number(sale->id.number()).key("name").text(sale->name);
    json.key("status").text(salePhaseName(sale->phaseAt(now)));
    writeMoment(json.key("starts_at"), sale->startsAt);
    writeMoment(json.key("ends_at"), sale->endsAt);
    json.endObject();
}

void writeLevel(JsonWriter &json, const StockLevel &level, qint64 stockVersion)
{
    json.key("total_stock").number(level.total).key("available_stock").number(level.available);
    json.key("reserved_stock").number(level.reserved).key("sold_stock").number(level.sold);
    json.key("stock_version").number(stockVersion);
}

qint64 secondsLeft(const Reservation &reservation, Instant now)
{
    if (reservation.statusAt(now) != ReservationStatus::Active)
        return 0;
    return std::chrono::ceil<std::chrono::seconds>(reservation.leftAt(now)).count();
}

/// Nothing while its clock stands still, or when it ended so: nobody knows when it would have been.
std::optional<Instant> knownExpiry(const Reservation &reservation, Instant now)
{
    const bool isKnown = !reservation.isFrozenAt(now) && reservation.expiresAt != Instant::max();
    return isKnown ? std::optional(reservation.expiresAt) : std::nullopt;
}

} // namespace

void writeProduct(JsonWriter &json, const Product &product, const std::optional<Sale> &sale, Instant now)
{
    json.beginObject();
    writeProductFields(json, product, sale, now);
    json.endObject();
}

void writeProductFields(JsonWriter &json, const Product &product, const std::optional<Sale> &sale,
                        Instant now)
{
    json.key("id").number(product.id.number()).key("name").text(product.name);
    json.key("description").text(product.description).key("category").text(product.category);
    writeAmount(json.key("price"), product.price);
    json.key("currency").text(product.currency);
    writeLevel(json, product.stock, product.stockVersion);
    json.key("per_user_limit");
    if (product.perUserLimit)
        json.number(*product.perUserLimit);
    else
        json.null();
    json.key("hold_seconds").number(product.holdSeconds).key("version").number(product.version);
    writeSale(json.key("sale"), sale, now);
    writeMoment(json.key("created_at"), product.createdAt);
}

void writeStatus(JsonWriter &json, const Product &product, const std::optional<Sale> &sale, Instant now)
{
    json.beginObject().key("id").number(product.id.number());
    writeLevel(json, product.stock, product.stockVersion);
    json.key("version").number(product.version);
    writeSale(json.key("sale"), sale, now);
    json.endObject();
}

void writeRemainder(JsonWriter &json, const StockState &stock)
{
    json.beginObject();
    json.key("id").number(stock.product.number()).key("available_stock").number(stock.level.available);
    json.key("stock_version").number(stock.stockVersion);
    json.endObject();
}

void writeStock(JsonWriter &json, const StockState &stock)
{
    json.beginObject().key("id").number(stock.product.number());
    writeLevel(json, stock.level, stock.stockVersion);
    json.endObject();
}

void writeReservation(JsonWriter &json, const Reservation &reservation, Instant now)
{
    json.beginObject();
    json.key("id").id(reservation.id).key("product_id").number(reservation.product.number());
    json.key("user_id").id(reservation.user).key("quantity").number(reservation.quantity);
    json.key("status").text(reservationStatusName(reservation.statusAt(now)));
    writeMoment(json.key("created_at"), reservation.createdAt);
    writeMoment(json.key("expires_at"), knownExpiry(reservation, now));
    json.key("expires_in_seconds").number(secondsLeft(reservation, now));
    json.key("is_frozen").boolean(reservation.isFrozenAt(now));
    if (reservation.endedAt)
        writeMoment(json.key("ended_at"), reservation.endedAt);
    json.endObject();
}

void writeUser(JsonWriter &json, const User &user)
{
    json.beginObject().key("id").id(user.id).key("username").text(user.username);
    writeMoment(json.key("created_at"), user.createdAt);
    json.endObject();
}

void writePagination(JsonWriter &json, Page page, qint64 total)
{
    json.beginObject().key("limit").number(page.limit).key("offset").number(page.offset);
    json.key("total").number(total).endObject();
}

} // namespace holdfast::http
