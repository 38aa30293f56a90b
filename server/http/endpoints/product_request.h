// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product_edit.h"
#include "http/endpoints/endpoint.h"
#include "http/field_reader.h"

namespace holdfast::http {

/// What a body says of a product that it describes in full, with defaults for what it leaves out.
NewProduct readProductFields(const Call &call, FieldReader &fields);

/// What a request makes of the product in its path, and of which versions of it.
struct ProductEditRequest
{
    ProductId product;
    ProductEdit edit;
    ProductVersions versions;
};

/// PUT: everything that POST says of a product; what the body leaves out gets its default, except the sale,
/// which is where the product stands and not what it is.
std::expected<ProductEditRequest, Refusal> readReplacement(const Call &call);
/// PATCH: what the body names; null clears what can be without a value.
std::expected<ProductEditRequest, Refusal> readModification(const Call &call);
/// DELETE.
std::expected<ProductEditRequest, Refusal> readRemoval(const Call &call);

} // namespace holdfast::http
