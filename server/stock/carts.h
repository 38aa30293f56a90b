// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/cart.h"
#include "domain/command.h"
#include "domain/outcome.h"

#include <optional>

namespace holdfast {

// All block on the database, on the connection's thread. Carts need no lane: no product is locked for them.

/// Nothing when there is no such user. A customer may be named by id or by username, known or not.
std::expected<std::optional<Cart>, SqlError> readCart(Connection &connection, const Customer &customer);

/// Puts a product in, or more of it, at its price of now, and answers the cart as it is then. A customer who
/// is not known is found or made. PRODUCT_NOT_FOUND; LIMIT_REACHED when the cart would have more than
/// `unitsMax` units or Cart::linesMax products.
std::expected<Outcome<Cart>, SqlError> addToCart(Connection &connection, const Customer &customer,
                                                 const ReserveLine &line, int unitsMax);

/// Takes a product out, and answers the cart as it is then; nothing when it is not in it.
std::expected<std::optional<Cart>, SqlError> removeFromCart(Connection &connection, const Customer &customer,
                                                            ProductId product);

} // namespace holdfast
