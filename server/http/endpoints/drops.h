// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::drops {

/// A drop is a product with a sale of its own; its id is the product's. What shoppers do with one stands in
/// reservations.h and checkout.h.

/// GET /drops ?status=: in order of id, each with who bought it last.
void list(const Call &call, Reply reply);
/// GET /drops/{id}
void read(const Call &call, Reply reply);
/// POST /drops: what POST /products takes, with starts_at? and ends_at?.
void create(const Call &call, Reply reply);

} // namespace holdfast::http::drops
