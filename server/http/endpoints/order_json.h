// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/cart.h"
#include "domain/order.h"
#include "domain/outcome.h"
#include "http/json_writer.h"

namespace holdfast::http {

/// An order of one line, just made, with what is left of its `product`.
void writeOrder(JsonWriter &json, const CheckedOut &checkedOut);
/// An order of a cart, just made, with what is left of its `products`.
void writeOrder(JsonWriter &json, const Ordered &ordered);
/// An order as it was read, with its customer's and its products' names.
void writeOrder(JsonWriter &json, const Order &order);

/// The cart and what each line and all of it cost at the prices of when they were put in. Of several
/// currencies there is no sum.
void writeCart(JsonWriter &json, const Cart &cart);

} // namespace holdfast::http
