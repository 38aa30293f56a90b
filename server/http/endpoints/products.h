// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::products {

/// GET /products
void list(const Call &call, Reply reply);
/// GET /products/{id}
void read(const Call &call, Reply reply);
/// GET /products/{id}/status
void status(const Call &call, Reply reply);
/// POST /products
void create(const Call &call, Reply reply);
/// PUT /products/{id}
void replace(const Call &call, Reply reply);
/// PATCH /products/{id}
void modify(const Call &call, Reply reply);
/// DELETE /products/{id}: archives it.
void remove(const Call &call, Reply reply);
/// POST /products/{id}/restock
void restock(const Call &call, Reply reply);

} // namespace holdfast::http::products
