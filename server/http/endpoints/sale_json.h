// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/purchase.h"
#include "http/json_writer.h"
#include "stock/sales.h"

namespace holdfast::http {

// How sales and drops read on the wire. `now` is the database's time.

/// With the ids of its products, as lists show it.
void writeSale(JsonWriter &json, const SaleEntry &entry, Instant now);
/// With its products. The object stays open for what else there is to tell.
void beginSaleWithProducts(JsonWriter &json, const SaleEntry &entry, Instant now);

/// A drop: its product, the status and window of its sale, and who bought it last, newest first.
void writeDrop(JsonWriter &json, const Product &product, const Sale &sale,
               const std::vector<Purchase> &latest, bool isMasked, Instant now);

} // namespace holdfast::http
