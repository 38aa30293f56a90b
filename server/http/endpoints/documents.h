// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::documents {

/// GET /openapi.json
void openApi(const Call &call, Reply reply);
/// GET /docs
void page(const Call &call, Reply reply);
/// GET /docs/{file}
void file(const Call &call, Reply reply);

} // namespace holdfast::http::documents
