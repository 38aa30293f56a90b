// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::sales {

/// GET /sales ?status=: in order of id, each with the ids of its products.
void list(const Call &call, Reply reply);
/// GET /sales/{id}: with its products.
void read(const Call &call, Reply reply);
/// GET /flashsales/active: the live sale with its products. Of several the one that started last; drops are
/// no flash sales. 404 NO_ACTIVE_SALE.
void active(const Call &call, Reply reply);

/// POST /sales {name, starts_at?, ends_at?, product_ids?}
void create(const Call &call, Reply reply);
/// PATCH /sales/{id} {name?, starts_at?, ends_at?, product_ids?, version?}: null takes a moment away.
void modify(const Call &call, Reply reply);

// The acts: POST /sales/{id}/… answers the sale as it is then, with its products and `affected_holds`.

void start(const Call &call, Reply reply);
/// {freeze_holds?}
void pause(const Call &call, Reply reply);
void resume(const Call &call, Reply reply);
/// {ends_at} or {seconds}
void extend(const Call &call, Reply reply);
void end(const Call &call, Reply reply);
void cancel(const Call &call, Reply reply);

} // namespace holdfast::http::sales
