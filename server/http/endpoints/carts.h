// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::carts {

/// GET /cart
void read(const Call &call, Reply reply);
/// POST /cart/items {product_id, quantity=1}: 201 with the cart. What is in it already is added to, at the
/// price of now. 409 LIMIT_REACHED over MAX_PURCHASE_QUANTITY units or Cart::linesMax products.
void add(const Call &call, Reply reply);
/// DELETE /cart/items/{id}: the cart without that product. 404 NOT_FOUND when it is not in it.
void remove(const Call &call, Reply reply);

} // namespace holdfast::http::carts
