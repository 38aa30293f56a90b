// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "http/endpoints/endpoint.h"

#include <expected>

namespace holdfast::http {

/// {reservation_id, quantity?, total_amount?} or {product_id, quantity, total_amount?}, and the customer,
/// whom a product needs.
std::expected<CheckOut, Refusal> readCheckOut(const Call &call);
/// {quantity?, total_amount?}, or no body, for the reservation in the path.
std::expected<CheckOut, Refusal> readCheckOutOfReservation(const Call &call);
/// The same for the customer's hold on the drop in the path.
std::expected<CheckOut, Refusal> readCheckOutOfDrop(const Call &call);

} // namespace holdfast::http
