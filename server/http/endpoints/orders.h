// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::orders {

/// POST /orders: the customer's whole cart as one order, or nothing of it. 400 CART_EMPTY; when lines cannot
/// be bought, the most urgent line's code, with all of them under details.lines.
void create(const Call &call, Reply reply);
/// GET /orders: a customer's, newest first; an admin that names nobody reads everybody's.
void list(const Call &call, Reply reply);
/// GET /orders/{id}
void read(const Call &call, Reply reply);
/// POST /flashsales/purchase {sale_id?, product_id?, quantity=1}: held and bought at once.
void buyNow(const Call &call, Reply reply);

} // namespace holdfast::http::orders
