// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::checkout {

/// POST /checkout: a reservation, or the customer's hold on a product.
void create(const Call &call, Reply reply);
/// POST /checkout/{id}, POST /reservations/confirm/{id}
void createForReservation(const Call &call, Reply reply);
/// POST /drops/{id}/purchase
void createForDrop(const Call &call, Reply reply);

} // namespace holdfast::http::checkout
