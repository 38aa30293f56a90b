// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::reservations {

/// POST /reservations, POST /reserve: one product, or all of several.
void create(const Call &call, Reply reply);
/// POST /reserve/bulk: several products.
void createMany(const Call &call, Reply reply);
/// POST /reservations/{productId}
void createForProduct(const Call &call, Reply reply);
/// POST /drops/{id}/reserve
void createForDrop(const Call &call, Reply reply);

/// GET /reservations/me
void listMine(const Call &call, Reply reply);
/// GET /users/{id}/reservations
void listOfUser(const Call &call, Reply reply);
/// GET /reservations/{id}
void read(const Call &call, Reply reply);

/// POST /reservations/{id}/extend
void extend(const Call &call, Reply reply);
/// DELETE /reservations/{id}, DELETE /reservations/{id}/cancel
void cancel(const Call &call, Reply reply);
/// DELETE /reserve/{userId}/{productId}
void cancelOfProduct(const Call &call, Reply reply);

} // namespace holdfast::http::reservations
