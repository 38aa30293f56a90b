// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/users.h"
#include "domain/outcome.h"
#include "domain/sale.h"
#include "http/json_writer.h"
#include "http/query_reader.h"

namespace holdfast::http {

// How each resource reads on the wire. Each function writes one value. `now` is the database's time: it
// decides what has expired, how long a hold has left, and the phase of a sale.

/// Null for none.
void writeMoment(JsonWriter &json, const std::optional<Instant> &instant);
void writeAmount(JsonWriter &json, const std::optional<Money> &amount);
/// A product of the catalogue with its stock and its sale, if it is in one.
void writeProduct(JsonWriter &json, const Product &product, const std::optional<Sale> &sale, Instant now);
/// The same without its brackets, for a resource that is a product and more.
void writeProductFields(JsonWriter &json, const Product &product, const std::optional<Sale> &sale,
                        Instant now);
/// The stock of a product alone.
void writeStatus(JsonWriter &json, const Product &product, const std::optional<Sale> &sale, Instant now);
/// What is left of a product after a change: {id, available_stock, stock_version}.
void writeRemainder(JsonWriter &json, const StockState &stock);
/// All four numbers: {id, total_stock, available_stock, reserved_stock, sold_stock, stock_version}.
void writeStock(JsonWriter &json, const StockState &stock);
/// expires_in_seconds is rounded up, so that zero means over. While a pause of the sale has stopped its
/// clock, is_frozen is true and expires_at null.
void writeReservation(JsonWriter &json, const Reservation &reservation, Instant now);
void writeUser(JsonWriter &json, const User &user);
void writePagination(JsonWriter &json, Page page, qint64 total);

} // namespace holdfast::http
