// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/order_json.h"

#include "http/endpoints/resource_json.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

Money sumOf(const std::vector<CheckedOut> &lines)
{
    qint64 minorUnits = 0;
    for (const auto &line : lines)
        minorUnits += line.purchase.amount.minorUnits();
    return Money::fromMinorUnits(minorUnits).value();
}

void writeLine(JsonWriter &json, const CheckedOut &line)
{
    const auto &purchase = line.purchase;
    json.beginObject().key("product_id").number(purchase.product.number());
    json.key("reservation_id").id(purchase.reservation).key("quantity").number(purchase.quantity);
    writeAmount(json.key("unit_price"), line.unitPrice);
    json.key("amount").amount(purchase.amount).endObject();
}

/// The order, but for its end and what is left of its products.
void beginOrder(JsonWriter &json, const std::vector<CheckedOut> &lines)
{
    const auto &first = lines.front();
    json.beginObject();
    json.key("id").id(first.purchase.order).key("user_id").id(first.purchase.user);
    // An order is made by its payment-free purchase: there is no other state yet.
    json.key("status").text("confirmed"_L1);
    json.key("items").beginArray();
    for (const auto &line : lines)
        writeLine(json, line);
    json.endArray();
    json.key("total_amount").amount(sumOf(lines)).key("currency").text(first.currency);
    writeMoment(json.key("created_at"), first.purchase.purchasedAt);
}

void writeLine(JsonWriter &json, const OrderLine &line)
{
    json.beginObject().key("product_id").number(line.product.number());
    json.key("product_name").text(line.productName);
    json.key("reservation_id").text(line.reservation.value().text()).key("quantity").number(line.quantity);
    writeAmount(json.key("unit_price"), line.unitPrice);
    json.key("amount").amount(line.amount).key("sale_id");
    if (line.sale)
        json.number(line.sale->number());
    else
        json.null();
    json.endObject();
}

std::optional<Money> amountOf(const CartLine &line)
{
    return line.unitPrice.value_or(Money()).times(line.quantity);
}

void writeLine(JsonWriter &json, const CartLine &line)
{
    json.beginObject().key("id").number(line.product.number());
    json.key("product_id").number(line.product.number()).key("name").text(line.name);
    json.key("quantity").number(line.quantity);
    writeAmount(json.key("unit_price"), line.unitPrice);
    writeAmount(json.key("current_price"), line.currentPrice);
    json.key("price_changed").boolean(line.isPriceChanged()).key("currency").text(line.currency);
    json.key("is_available").boolean(line.isAvailable).key("available_stock").number(line.availableStock);
    writeAmount(json.key("line_total"), amountOf(line));
    json.endObject();
}

/// Nothing when there are several currencies, or more than money counts.
std::optional<Money> totalOf(const std::vector<CartLine> &lines)
{
    qint64 minorUnits = 0;
    for (const auto &line : lines) {
        const auto amount = amountOf(line);
        if (!amount || line.currency != lines.front().currency)
            return std::nullopt;
        minorUnits += amount->minorUnits();
    }
    return Money::fromMinorUnits(minorUnits);
}

} // namespace

void writeOrder(JsonWriter &json, const CheckedOut &checkedOut)
{
    beginOrder(json, {checkedOut});
    writeRemainder(json.key("product"), checkedOut.hold.stock);
    json.endObject();
}

void writeOrder(JsonWriter &json, const Ordered &ordered)
{
    beginOrder(json, ordered.lines);
    json.key("products").beginArray();
    for (const auto &line : ordered.lines)
        writeRemainder(json, line.hold.stock);
    json.endArray().endObject();
}

void writeOrder(JsonWriter &json, const Order &order)
{
    json.beginObject().key("id").id(order.id).key("user_id").id(order.user);
    json.key("username").text(order.username).key("status").text("confirmed"_L1);
    json.key("items").beginArray();
    for (const auto &line : order.lines)
        writeLine(json, line);
    json.endArray();
    json.key("total_amount").amount(order.amount).key("currency").text(order.currency);
    writeMoment(json.key("created_at"), order.createdAt);
    json.endObject();
}

void writeCart(JsonWriter &json, const Cart &cart)
{
    const auto total = totalOf(cart.lines);
    json.beginObject().key("user_id").id(cart.user).key("version").number(cart.version);
    json.key("items").beginArray();
    for (const auto &line : cart.lines)
        writeLine(json, line);
    json.endArray();
    writeAmount(json.key("total_amount"), total);
    json.key("currency");
    if (total && !cart.lines.empty())
        json.text(cart.lines.front().currency);
    else
        json.null();
    json.endObject();
}

} // namespace holdfast::http
